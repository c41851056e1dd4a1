namespace Router.Emulators.Images;

/// <summary>Says what is in a picture, from its pixels alone.</summary>
internal static class Captioner
{
    private const int Grid = 96;

    /// <summary>Null when the bytes are no image.</summary>
    public static string? Caption(ReadOnlySpan<byte> image) =>
        PngDecoder.TryDecode(image) is { } raster ? Describe(raster) : null;

    public static string Describe(Raster raster)
    {
        ColourGrid grid = ColourGrid.Sample(raster, Grid);
        return Pattern(raster, grid) ?? Shapes(grid);
    }

    /// <summary>The colour most of the picture's edge has.</summary>
    public static string Background(Raster raster)
    {
        ColourGrid grid = ColourGrid.Sample(raster, Grid);
        return Palette.Name(grid.BorderColour());
    }

    private static string? Pattern(Raster raster, ColourGrid grid)
    {
        bool rows = grid.EveryRowIsOneColour();
        bool columns = grid.EveryColumnIsOneColour();
        if (rows == columns)
        {
            return null;
        }

        string first = Palette.Name(grid[0, 0]);
        string last = Palette.Name(grid[grid.Width - 1, grid.Height - 1]);
        if (rows && IsGradient(raster))
        {
            string name = first is "purple" or "pink" or "blue" && last is "orange" or "red" or "yellow" ? "sunset gradient" : "gradient";
            return $"a {name} from {first} to {last}";
        }

        int[] line = [.. rows ? grid.Column(0) : grid.Row(0)];
        string[] names = [.. line.Distinct().Take(2).Select(Palette.Name)];
        return $"{(rows ? "horizontal" : "vertical")} {names[0]} and {names[1]} stripes";
    }

    private static bool IsGradient(Raster raster) =>
        Enumerable.Range(0, raster.Height).Select(y => raster[0, y]).Distinct().Count() > 16;

    private static string Shapes(ColourGrid grid)
    {
        int ground = grid.BorderColour();
        string background = Palette.Name(ground);
        string[] shapes = [.. Regions.Find(grid, ground).OrderBy(region => region.Left).Select(Name)];
        return shapes.Length switch
        {
            0 => $"a plain {background} picture",
            1 => $"{shapes[0]} on {Article(background)} background",
            _ => $"{string.Join(", ", shapes[..^1])} and {shapes[^1]} on {Article(background)} background",
        };
    }

    // How much of its box a shape fills tells them apart: a triangle half, a circle a quarter of pi, a square all.
    private static string Name(Region region) => Article(Palette.Name(region.Colour)) + region.Fill switch
    {
        < 0.64 => " triangle",
        < 0.89 => " circle",
        _ => " square",
    };

    private static string Article(string word) => word[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? $"an {word}" : $"a {word}";
}
