namespace Router.Emulators.Images;

internal static class Painter
{
    private const int Bands = 8;

    public static byte[] PaintPng(string prompt, int width, int height, string? background = null) =>
        PngEncoder.Encode(Paint(PromptReader.Read(prompt, background), width, height));

    public static Raster Paint(Scene scene, int width, int height)
    {
        Raster raster = new(width, height);
        Rgb first = Palette.Colour(scene.Background);
        Rgb second = Palette.Colour(scene.Second);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                raster[x, y] = scene.Pattern switch
                {
                    PatternKind.HorizontalStripes => y * Bands / height % 2 == 0 ? first : second,
                    PatternKind.VerticalStripes => x * Bands / width % 2 == 0 ? first : second,
                    PatternKind.Gradient => Rgb.Between(first, second, y / (double)Math.Max(1, height - 1)),
                    _ => first,
                };
            }
        }

        PaintShapes(scene, raster);
        return raster;
    }

    private static void PaintShapes(Scene scene, Raster raster)
    {
        for (int i = 0; i < scene.Shapes.Count; i++)
        {
            // Side by side in equal columns, so that shapes never touch.
            double column = raster.Width / (double)scene.Shapes.Count;
            double centreX = column * (i + 0.5);
            double centreY = raster.Height / 2.0;
            double half = Math.Min(column, raster.Height) * 0.35;
            Rgb colour = Palette.Colour(scene.Shapes[i].Colour);
            for (int y = (int)(centreY - half); y < centreY + half; y++)
            {
                for (int x = (int)(centreX - half); x < centreX + half; x++)
                {
                    double dx = (x + 0.5 - centreX) / half;
                    double dy = (y + 0.5 - centreY) / half;
                    if (Covers(scene.Shapes[i].Kind, dx, dy))
                    {
                        raster[x, y] = colour;
                    }
                }
            }
        }
    }

    private static bool Covers(ShapeKind kind, double dx, double dy) => kind switch
    {
        ShapeKind.Circle => (dx * dx) + (dy * dy) <= 1,
        ShapeKind.Triangle => Math.Abs(dx) <= (dy + 1) / 2 && dy <= 1,
        _ => Math.Abs(dx) <= 1 && Math.Abs(dy) <= 1,
    };
}
