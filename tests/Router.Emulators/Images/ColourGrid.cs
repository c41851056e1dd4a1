namespace Router.Emulators.Images;

/// <summary>A picture reduced to a small grid of palette indexes.</summary>
internal sealed class ColourGrid
{
    private readonly int[] _cells;

    private ColourGrid(int width, int height)
    {
        Width = width;
        Height = height;
        _cells = new int[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    public int this[int x, int y] => _cells[(y * Width) + x];

    public static ColourGrid Sample(Raster raster, int side)
    {
        ColourGrid grid = new(Math.Min(side, raster.Width), Math.Min(side, raster.Height));
        for (int y = 0; y < grid.Height; y++)
        {
            for (int x = 0; x < grid.Width; x++)
            {
                int fromX = ((2 * x) + 1) * raster.Width / (2 * grid.Width);
                int fromY = ((2 * y) + 1) * raster.Height / (2 * grid.Height);
                grid._cells[(y * grid.Width) + x] = Palette.Nearest(raster[fromX, fromY]);
            }
        }

        return grid;
    }

    public IEnumerable<int> Row(int y) => Enumerable.Range(0, Width).Select(x => this[x, y]);

    public IEnumerable<int> Column(int x) => Enumerable.Range(0, Height).Select(y => this[x, y]);

    public bool EveryRowIsOneColour() => Enumerable.Range(0, Height).All(y => Row(y).All(cell => cell == this[0, y]));

    public bool EveryColumnIsOneColour() => Enumerable.Range(0, Width).All(x => Column(x).All(cell => cell == this[x, 0]));

    public int BorderColour() => Row(0).Concat(Row(Height - 1)).Concat(Column(0)).Concat(Column(Width - 1))
        .CountBy(cell => cell).MaxBy(count => count.Value).Key;
}
