using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.WorkersAI.Errors;

namespace Router.Providers.WorkersAI.Images;

/// <summary>
/// Reads a generated image: raw bytes, or base64 inside JSON, as <c>result.image</c>, <c>image</c> or <c>result</c> itself.
/// Which of them is the model's own affair, and what is declared is not believed: models declare PNG and send JPEG.
/// </summary>
internal static class ImageAnswer
{
    /// <exception cref="ProviderException">The answer is an error, or no whole image.</exception>
    internal static async Task<DataContent> ReadAsync(ProviderResponse response, CancellationToken cancellationToken)
    {
        using PooledBuffer body = await response.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (MediaTypes.OfImage(body.Span) is not null)
        {
            return Content(response, body.Memory.ToArray());
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body.Memory);
            if (WorkersAIErrorFormat.Find(document.RootElement) is { } fault)
            {
                throw response.Fail(fault);
            }

            return Content(response, Find(document.RootElement) is { } text ? Decode(text) : []);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader's message can quote the answer, so it goes no further.
            throw response.Malformed("sent neither an image nor JSON");
        }
    }

    private static DataContent Content(ProviderResponse response, byte[] image)
    {
        if (MediaTypes.OfImage(image) is not { } mediaType)
        {
            throw response.Malformed("sent an answer without an image");
        }

        if (!ImageBytes.IsWhole(image))
        {
            throw response.Malformed("sent an image that is cut off");
        }

        DataContent content = new(image, mediaType);
        if (Neurons.Of(response.Headers) is { } neurons)
        {
            content.AdditionalProperties = new() { [WorkersAIProviderType.NeuronsKey] = neurons };
        }

        return content;
    }

    private static string? Find(JsonElement root)
    {
        JsonElement found = Member(Member(root, "result"), "image");
        return found.ValueKind is JsonValueKind.String ? found.GetString() : null;

        static JsonElement Member(JsonElement element, string name) =>
            element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : element;
    }

    /// <summary>The bytes of base64 text, with or without a data URI's head; none where it is no base64.</summary>
    private static byte[] Decode(string text)
    {
        ReadOnlySpan<char> data = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? text.AsSpan(text.IndexOf(',', StringComparison.Ordinal) + 1)
            : text;
        byte[] bytes = new byte[Base64.IsValid(data, out int length) ? length : 0];
        return Convert.TryFromBase64Chars(data, bytes, out _) ? bytes : [];
    }
}
