namespace Router.Emulators.Images;

/// <summary>Pixels, row by row from the top, three bytes each.</summary>
internal sealed class Raster(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Pixels { get; } = new byte[width * height * 3];

    public Rgb this[int x, int y]
    {
        get
        {
            int at = ((y * Width) + x) * 3;
            return new Rgb(Pixels[at], Pixels[at + 1], Pixels[at + 2]);
        }

        set
        {
            int at = ((y * Width) + x) * 3;
            (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = (value.R, value.G, value.B);
        }
    }
}
