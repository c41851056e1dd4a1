using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;

namespace Router.Providers.OpenAI.Images;

/// <summary>Reads image answers. What they say besides the images is the raw representation: a <see cref="JsonObject"/>.</summary>
internal static class ImageAnswerReader
{
    private const string DefaultType = "image/png";
    private const int LongestFormat = 16;

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="response">Words failures.</param>
    /// <param name="askedType">The media type that was asked for, believed where neither answer nor bytes tell.</param>
    /// <exception cref="Router.Adapters.ProviderException">It is an error, no JSON, or holds no image.</exception>
    internal static ImageGenerationResponse Read(ReadOnlyMemory<byte> body, ProviderResponse response, string? askedType)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("error"u8, out JsonElement error)
                && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            {
                throw response.Fail(OpenAIErrorFormat.Parse(body.Span));
            }

            List<AIContent> images = [.. Images(root, response, askedType)];
            return images.Count == 0
                ? throw response.Malformed("sent an answer without an image")
                : new ImageGenerationResponse(images) { Usage = Usage(root), RawRepresentation = Rest(root) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw response.Malformed("sent an answer that is not valid JSON", exception as JsonException);
        }
    }

    private static IEnumerable<AIContent> Images(JsonElement root, ProviderResponse response, string? askedType)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("data"u8, out JsonElement data)
            || data.ValueKind is not JsonValueKind.Array)
        {
            yield break;
        }

        string type = Format(root) ?? askedType ?? DefaultType;
        foreach (JsonElement item in data.EnumerateArray())
        {
            // One image that cannot be had is one less than was paid for: it must not go missing among the others.
            AIContent image = Image(item, type) ?? throw response.Malformed("sent an image that cannot be read");
            if (item.TryGetProperty("revised_prompt"u8, out JsonElement revised) && revised.ValueKind is JsonValueKind.String)
            {
                image.AdditionalProperties = new() { ["revised_prompt"] = revised.GetString() };
            }

            yield return image;
        }
    }

    /// <summary>The media type that <c>output_format</c> says; null where it says none.</summary>
    private static string? Format(JsonElement root) =>
        root.TryGetProperty("output_format"u8, out JsonElement format) && format.ValueKind is JsonValueKind.String
        && format.GetString() is { Length: > 0 and <= LongestFormat } name && name.All(char.IsAsciiLetterOrDigit)
            ? $"image/{name}"
            : null;

    private static AIContent? Image(JsonElement item, string type)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (item.TryGetProperty("b64_json"u8, out JsonElement base64) && base64.ValueKind is JsonValueKind.String)
        {
            return base64.TryGetBytesFromBase64(out byte[]? bytes) && bytes.Length > 0 ? new DataContent(bytes, MediaTypes.OfImage(bytes) ?? type) : null;
        }

        // Whoever fetches the address must not be led to a file or a script.
        return item.TryGetProperty("url"u8, out JsonElement url) && url.ValueKind is JsonValueKind.String
            && Uri.TryCreate(url.GetString(), UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new UriContent(address, type)
            : null;
    }

    private static UsageDetails? Usage(JsonElement root)
    {
        if (!root.TryGetProperty("usage"u8, out JsonElement usage) || usage.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        Utf8JsonReader reader = new(System.Text.Encoding.UTF8.GetBytes(usage.GetRawText()));
        reader.Read();
        return UsageReader.Read(ref reader);
    }

    /// <summary>Everything but the images: a second copy of their bytes would be kept for nothing.</summary>
    private static JsonObject Rest(JsonElement root)
    {
        JsonObject rest = [];
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!property.NameEquals("data"u8))
            {
                rest[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
        }

        return rest;
    }
}
