using System.Drawing;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>
/// Reads what the providers' SDKs give an image model into a request that every provider takes. Members that no name here knows go on as additional
/// properties. Stateless.
/// </summary>
internal static class ImageInput
{
    /// <exception cref="CodeCallException">It has no prompt, or an image that is none.</exception>
    internal static (ImageGenerationRequest Request, ImageGenerationOptions Options) Read(IEnumerable<KeyValuePair<string, JsonElement>> input)
    {
        ImageGenerationRequest request = new();
        ImageGenerationOptions options = new();
        int? width = null;
        int? height = null;
        foreach ((string name, JsonElement value) in input.Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            bool known = name switch
            {
                "prompt" when value.ValueKind == JsonValueKind.String => Set(() => request.Prompt = value.GetString()),
                "image" or "image_b64" or "input_image" => Set(() => request.OriginalImages = [ImageArgument.Read(name, value)]),
                "width" => Whole(value, number => width = number),
                "height" => Whole(value, number => height = number),
                "size" => Size(value, (wide, high) => (width, height) = (wide, high)),
                "n" or "num_outputs" => Whole(value, number => options.Count = number),
                "output_format" when value.ValueKind == JsonValueKind.String => Set(() => options.MediaType = MediaType(value.GetString()!)),

                // How it is handed on is settled here, and a stream there is none.
                "response_format" or "model" or "stream" => true,
                _ => false,
            };
            if (!known && name is "n" or "num_outputs")
            {
                // Handed on as it is, a provider may read it after all, and what it then costs was held for nobody.
                throw Refuse($"'{name}' is no whole number.", "Give how many images, or leave it out for one.");
            }

            if (!known)
            {
                (options.AdditionalProperties ??= [])[name] = CodeBytes.Plain(value);
            }
        }

        if (width is > 0 && height is > 0)
        {
            options.ImageSize = new Size(width.Value, height.Value);
        }
        else if (width is not null || height is not null)
        {
            throw Refuse("'width' and 'height' are given together, each above 0.", "Give both, or neither.");
        }

        return string.IsNullOrEmpty(request.Prompt) && request.OriginalImages is null
            ? throw Refuse("It has no 'prompt'.", "Give { prompt: \"...\" }.")
            : (request, options);
    }

    private static bool Size(JsonElement value, Action<int, int> set)
    {
        string[] sides = value.ValueKind == JsonValueKind.String ? value.GetString()!.Split('x') : [];
        return sides.Length == 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height)
            && Set(() => set(width, height));
    }

    private static string MediaType(string format) => format is "jpg" or "jpeg" ? "image/jpeg" : $"image/{format}";

    private static bool Whole(JsonElement value, Action<int> set) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && Set(() => set(number));

    private static bool Set(Action set)
    {
        set();
        return true;
    }

    private static CodeCallException Refuse(string message, string hint) => new(message) { Kind = CodeErrorKind.InvalidArguments, Hint = hint };
}
