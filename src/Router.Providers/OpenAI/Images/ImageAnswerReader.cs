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

            List<AIContent> images = [.. Images(root, askedType)];
            return images.Count == 0
                ? throw response.Malformed("sent an answer without an image")
                : new ImageGenerationResponse(images) { Usage = Usage(root), RawRepresentation = Rest(root) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw response.Malformed("sent an answer that is not valid JSON", exception as JsonException);
        }
    }

    private static IEnumerable<AIContent> Images(JsonElement root, string? askedType)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("data"u8, out JsonElement data)
            || data.ValueKind is not JsonValueKind.Array)
        {
            yield break;
        }

        string? type = root.TryGetProperty("output_format"u8, out JsonElement format) && format.ValueKind is JsonValueKind.String
            ? $"image/{format.GetString()}"
            : askedType;
        foreach (JsonElement item in data.EnumerateArray())
        {
            if (Image(item, type) is { } image)
            {
                if (item.TryGetProperty("revised_prompt"u8, out JsonElement revised) && revised.ValueKind is JsonValueKind.String)
                {
                    image.AdditionalProperties = new() { ["revised_prompt"] = revised.GetString() };
                }

                yield return image;
            }
        }
    }

    private static AIContent? Image(JsonElement item, string? type)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (item.TryGetProperty("b64_json"u8, out JsonElement base64) && base64.ValueKind is JsonValueKind.String)
        {
            byte[] bytes = base64.GetBytesFromBase64();
            return new DataContent(bytes, MediaTypes.OfImage(bytes) ?? type ?? DefaultType);
        }

        return item.TryGetProperty("url"u8, out JsonElement url) && url.ValueKind is JsonValueKind.String
            && Uri.TryCreate(url.GetString(), UriKind.Absolute, out Uri? address)
            ? new UriContent(address, type ?? DefaultType)
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
