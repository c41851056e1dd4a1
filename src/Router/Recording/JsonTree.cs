using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Recording;

/// <summary>Walks and writes JSON trees.</summary>
internal static class JsonTree
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal static JsonNode Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json, null, Strict) ?? throw new JsonException("The document is null.");

    internal static byte[] Write(JsonNode node, JsonWriterOptions options)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, options))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Every object of a tree, the outer ones first. An object may be changed while it is visited.</summary>
    internal static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        if (node is JsonObject self)
        {
            yield return self;
        }

        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject some => some.Select(pair => pair.Value).ToArray(),
            JsonArray list => list,
            _ => [],
        };
        foreach (JsonObject found in inner.SelectMany(Objects))
        {
            yield return found;
        }
    }

    /// <summary>A string; null where a node is none.</summary>
    internal static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;
}
