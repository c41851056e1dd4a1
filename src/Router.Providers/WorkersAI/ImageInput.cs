using Microsoft.Extensions.AI;

namespace Router.Providers.WorkersAI;

/// <summary>Images on their way to Workers AI, which fetches no address: the bytes themselves must be sent.</summary>
internal static class ImageInput
{
    private const string Svg = "image/svg+xml";

    /// <summary>Whether a content is an image, whichever way it is held.</summary>
    internal static bool IsImage(AIContent content) => content switch
    {
        DataContent data => data.HasTopLevelMediaType("image"),
        UriContent uri => uri.HasTopLevelMediaType("image"),
        _ => false,
    };

    /// <summary>An image's data.</summary>
    /// <exception cref="ArgumentException">It is held by address alone, is no image, or is a drawing that models cannot decode.</exception>
    internal static DataContent Data(AIContent content) => content switch
    {
        DataContent data when data.MediaType.Equals(Svg, StringComparison.OrdinalIgnoreCase) =>
            throw new ArgumentException("Workers AI cannot decode SVG: send PNG, JPEG or WebP."),
        DataContent data when data.HasTopLevelMediaType("image") => data,
        UriContent { Uri.Scheme: "data" } uri when uri.HasTopLevelMediaType("image") => Data(Parse(uri)),
        UriContent => throw new ArgumentException("Workers AI fetches no addresses: send the image as DataContent, not as a UriContent."),
        _ => throw new ArgumentException($"A {content.GetType().Name} is not an image."),
    };

    /// <summary>The data of a data URI, of the type that the URI itself names.</summary>
    private static DataContent Parse(UriContent content)
    {
        try
        {
            return new DataContent(content.Uri.OriginalString);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // The parser's message can quote the data, so it goes no further.
            throw new ArgumentException("An image's data URI cannot be read: it needs a media type and valid base64.");
        }
    }
}
