using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>
/// Maps an image request to a model's input: the prompt, width and height (unless the caller passes <c>aspect_ratio</c>, which
/// excludes them at most models), <c>num_outputs</c> where more than one image is asked for, <c>output_format</c>.
/// </summary>
internal sealed class ReplicateImageInput(ReplicateFields fields)
{
    /// <summary>Everything but the original image, which may have to be uploaded first.</summary>
    internal JsonObject Map(ImageGenerationRequest request, ImageGenerationOptions? options, IImageGenerator generator)
    {
        JsonObject input = options?.RawRepresentationFactory?.Invoke(generator) as JsonObject ?? [];
        fields.Set(input, ReplicateFields.Prompt, string.IsNullOrEmpty(request.Prompt) ? null : request.Prompt);
        if (options is null)
        {
            return input;
        }

        string? aspect = fields.Name(ReplicateFields.AspectRatio);
        if (options.ImageSize is { } size && !(aspect is not null && options.AdditionalProperties?.ContainsKey(aspect) is true))
        {
            fields.Set(input, ReplicateFields.Width, size.Width);
            fields.Set(input, ReplicateFields.Height, size.Height);
        }

        fields.Set(input, ReplicateFields.Count, options.Count is > 1 and { } count ? count : null);
        fields.Set(input, ReplicateFields.OutputFormat, Format(options.MediaType));
        ReplicateFields.Merge(input, options.AdditionalProperties);
        return input;
    }

    /// <summary>The one image to start from; null where there is none.</summary>
    /// <exception cref="NotSupportedException">More than one, or something that is no image.</exception>
    internal static AIContent? Original(ImageGenerationRequest request)
    {
        AIContent[] originals = [.. request.OriginalImages ?? []];
        return originals switch
        {
            [] => null,
            [DataContent data] when data.HasTopLevelMediaType("image") => data,
            [UriContent uri] when uri.HasTopLevelMediaType("image") => uri,
            [_] => throw new NotSupportedException("The original has to be an image, as DataContent or UriContent."),
            _ => throw new NotSupportedException("A Replicate model takes one original image: pass the model's own fields in AdditionalProperties for more."),
        };
    }

    private static JsonNode? Format(string? mediaType) => mediaType switch
    {
        null => null,
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => throw new NotSupportedException("Replicate's models make PNG, JPEG or WebP: leave MediaType out, or pass output_format in AdditionalProperties."),
    };
}
