namespace Router.Emulators.Images;

/// <summary>The colours a prompt can name and a caption can recognise.</summary>
internal static class Palette
{
    private static readonly (string Name, Rgb Colour)[] Entries =
    [
        ("red", new(220, 30, 40)),
        ("green", new(30, 150, 60)),
        ("blue", new(30, 80, 200)),
        ("yellow", new(250, 220, 40)),
        ("orange", new(250, 140, 20)),
        ("purple", new(130, 40, 160)),
        ("pink", new(250, 150, 190)),
        ("brown", new(120, 70, 30)),
        ("cyan", new(60, 210, 220)),
        ("white", new(255, 255, 255)),
        ("black", new(0, 0, 0)),
        ("gray", new(128, 128, 128)),
    ];

    public static int Count => Entries.Length;

    public static Rgb Colour(string name) => Entries.First(entry => entry.Name == name).Colour;

    public static string Name(int index) => Entries[index].Name;

    public static Rgb Colour(int index) => Entries[index].Colour;

    /// <summary>The palette name a word of a prompt stands for, or null.</summary>
    public static string? Named(string word) => word switch
    {
        "grey" => "gray",
        "violet" => "purple",
        "turquoise" => "cyan",
        _ => Entries.Any(entry => entry.Name == word) ? word : null,
    };

    public static int Nearest(Rgb colour)
    {
        int best = 0;
        int distance = int.MaxValue;
        for (int i = 0; i < Entries.Length; i++)
        {
            int d = Entries[i].Colour.DistanceTo(colour);
            if (d < distance)
            {
                (best, distance) = (i, d);
            }
        }

        return best;
    }
}
