using System.Globalization;

namespace Router.Emulators.OpenAI;

internal static class ImageSizes
{
    public static bool IsGptImage(string model) => model.StartsWith("gpt-image", StringComparison.Ordinal);

    public static (int Width, int Height) Read(string? size, string model)
    {
        string[] allowed = model switch
        {
            "dall-e-2" => ["256x256", "512x512", "1024x1024"],
            "dall-e-3" => ["1024x1024", "1792x1024", "1024x1792"],
            _ => ["1024x1024", "1024x1536", "1536x1024", "auto"],
        };
        if (size is null or "auto" && IsGptImage(model))
        {
            return (1024, 1024);
        }

        string chosen = size ?? "1024x1024";
        if (!allowed.Contains(chosen))
        {
            throw OpenAIErrors.Rejected(
                $"Invalid value: '{chosen}'. Supported values are: {string.Join(", ", allowed.Select(value => $"'{value}'"))}.", "size", "invalid_value");
        }

        int[] sides = [.. chosen.Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
        return (sides[0], sides[1]);
    }
}
