using System.Globalization;
using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.Replicate;

internal static class ImageShape
{
    private const int DefaultSide = 1024;
    private const double Pixels = 1024 * 1024;

    public static (int Width, int Height) Of(JsonObject input)
    {
        if (Fields.Text(input["aspect_ratio"]) is not { } ratio || ratio.Split(':') is not [var across, var down])
        {
            return (Fields.Integer(input["width"]) ?? DefaultSide, Fields.Integer(input["height"]) ?? DefaultSide);
        }

        double share = double.Parse(across, CultureInfo.InvariantCulture) / double.Parse(down, CultureInfo.InvariantCulture);
        double pixels = Fields.Text(input["megapixels"]) == "0.25" ? Pixels / 4 : Pixels;
        return (Step(Math.Sqrt(pixels * share)), Step(Math.Sqrt(pixels / share)));
    }

    // The model paints in blocks of sixteen.
    private static int Step(double side) => (int)Math.Round(side / 16) * 16;
}
