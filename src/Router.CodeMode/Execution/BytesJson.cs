using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Execution;

/// <summary>Bytes as programs see them: <c>{"$bytes":"base64"}</c>, of content with its media type as <c>"$type"</c>.</summary>
internal static class BytesJson
{
    internal const string Member = "$bytes";

    internal static JsonElement? TryWrite(object value) => value switch
    {
        byte[] bytes => Write(bytes, null),
        ReadOnlyMemory<byte> bytes => Write(bytes.Span, null),
        DataContent content => Write(content.Data.Span, content.MediaType),
        _ => null,
    };

    /// <summary>The base64 text of an object of bytes, null of anything else.</summary>
    internal static string? Read(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Member, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    internal static JsonElement Array(IEnumerable<JsonElement?> items)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartArray();
            foreach (JsonElement? item in items)
            {
                if (item is { } value)
                {
                    value.WriteTo(writer);
                }
                else
                {
                    writer.WriteNullValue();
                }
            }

            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    internal static JsonElement Text(string text)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStringValue(text);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static JsonElement Write(ReadOnlySpan<byte> bytes, string? mediaType)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBase64String(Member, bytes);
            if (mediaType is not null)
            {
                writer.WriteString("$type", mediaType);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
