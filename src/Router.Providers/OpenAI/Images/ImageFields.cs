using System.Globalization;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Images;

/// <summary>The fields of an image request, whether they go as JSON or as a form.</summary>
internal sealed class ImageFields
{
    /// <exception cref="NotSupportedException">The options ask for a hosted result, of which OpenAI has none.</exception>
    internal ImageFields(string model, string? prompt, ImageGenerationOptions? options)
    {
        Texts.Add(new("model", model));
        Texts.Add(new("prompt", prompt ?? ""));
        Count = options?.Count;
        Additional = options?.AdditionalProperties;
        if (options?.ImageSize is { } size)
        {
            Texts.Add(new("size", string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}")));
        }

        // The GPT image models know output_format and answer with data alone; the older ones know response_format.
        bool knowsFormats = !model.StartsWith("dall-e", StringComparison.OrdinalIgnoreCase);
        if (knowsFormats && options?.MediaType is { } mediaType)
        {
            Texts.Add(new("output_format", mediaType[(mediaType.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace("jpg", "jpeg", StringComparison.OrdinalIgnoreCase)));
        }

        if (options?.ResponseFormat is { } format && !model.StartsWith("gpt-image", StringComparison.OrdinalIgnoreCase))
        {
            Texts.Add(new("response_format", format switch
            {
                ImageGenerationResponseFormat.Uri => "url",
                ImageGenerationResponseFormat.Data => "b64_json",
                _ => throw new NotSupportedException($"The image response format '{format}' is not supported: OpenAI answers with data or a URI."),
            }));
        }
    }

    internal List<KeyValuePair<string, string>> Texts { get; } = [];

    internal int? Count { get; }

    /// <summary>Further fields; one of a name above is left out.</summary>
    internal IEnumerable<KeyValuePair<string, object?>>? Additional { get; }
}
