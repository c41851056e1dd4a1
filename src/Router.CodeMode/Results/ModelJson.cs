using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Router.CodeMode.Results;

/// <summary>Writes JSON as a model reads it: compact, and without escapes that JSON does not ask for.</summary>
internal static class ModelJson
{
    // Deeper than any result may be (CodeLimits.Nesting), with what is put around it.
    internal const int Depth = 1_100;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Depth, SkipValidation = false };

    internal static string Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static string Write(JsonElement element) => Write(element.WriteTo);

    internal static string Quote(string text) => Write(writer => writer.WriteStringValue(text));

    internal static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Depth });
        return document.RootElement.Clone();
    }

    internal static JsonElement String(string text) => Parse(Quote(text));

    internal static long Utf8Length(JsonElement element) => Encoding.UTF8.GetByteCount(element.GetRawText());
}
