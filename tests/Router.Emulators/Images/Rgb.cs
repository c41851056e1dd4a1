namespace Router.Emulators.Images;

internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public int DistanceTo(Rgb other)
    {
        int r = R - other.R;
        int g = G - other.G;
        int b = B - other.B;
        return (r * r) + (g * g) + (b * b);
    }

    public static Rgb Between(Rgb from, Rgb to, double share) => new(
        (byte)Math.Round(from.R + ((to.R - from.R) * share)),
        (byte)Math.Round(from.G + ((to.G - from.G) * share)),
        (byte)Math.Round(from.B + ((to.B - from.B) * share)));
}
