using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Emulators.Json;

internal static class JsonText
{
    // JsonObject reads its members late and throws where a name comes twice: better refused here.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // The services do not escape "+" or non-ASCII text, and base64 images would grow by the escapes.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode? node)
    {
        if (node is null)
        {
            return "null"u8.ToArray();
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Plain))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string Of(JsonNode? node) => Encoding.UTF8.GetString(Bytes(node));

    public static JsonNode? TryParse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, null, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonNode? TryParse(string text) => TryParse(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a tree once through. Its members are made at the first read, which several readers at once must not be.</summary>
    public static JsonNode? Materialize(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach ((_, JsonNode? member) in members)
            {
                Materialize(member);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Materialize(item);
            }
        }

        return node;
    }
}
