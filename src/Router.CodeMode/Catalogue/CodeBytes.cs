using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Catalogue;

/// <summary>Bytes as they cross between programs and functions: <c>{"$bytes":"base64","mediaType":"image/png"}</c>. Stateless.</summary>
internal static class CodeBytes
{
    private const string MediaTypeMember = "mediaType";

    /// <summary>The schema of bytes.</summary>
    internal static JsonElement Schema { get; } = JsonElement.Parse("""{"type":"string","format":"binary"}"""u8);

    internal static JsonElement ToElement(ReadOnlySpan<byte> bytes, string? mediaType)
    {
        ArrayBufferWriter<byte> buffer = new(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 64);
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, bytes, mediaType);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    internal static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes, string? mediaType)
    {
        writer.WriteStartObject();
        writer.WriteBase64String(JsonKinds.BytesMember, bytes);
        if (!string.IsNullOrEmpty(mediaType))
        {
            writer.WriteString(MediaTypeMember, mediaType);
        }

        writer.WriteEndObject();
    }

    internal static bool TryRead(JsonElement value, [NotNullWhen(true)] out byte[]? bytes, out string? mediaType)
    {
        bytes = null;
        mediaType = null;
        if (!JsonKinds.IsBytes(value) || !value.GetProperty(JsonKinds.BytesMember).TryGetBytesFromBase64(out bytes))
        {
            return false;
        }

        mediaType = value.TryGetProperty(MediaTypeMember, out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        return true;
    }

    /// <summary>Writes a value for readers that know nothing of bytes: those become a base64 string.</summary>
    internal static void WritePlain(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when JsonKinds.IsBytes(value):
                writer.WriteStringValue(value.GetProperty(JsonKinds.BytesMember).GetString());
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    WritePlain(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    WritePlain(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>As <see cref="WritePlain"/>; the value itself where it holds no bytes.</summary>
    internal static JsonElement Plain(JsonElement value)
    {
        if (!Holds(value))
        {
            return value;
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            WritePlain(writer, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The media type that the first bytes of an image tell; null where they tell none.</summary>
    internal static string? ImageType(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(new byte[] { 0x89, 0x50, 0x4E, 0x47 }) ? "image/png"
        : bytes.StartsWith(new byte[] { 0xFF, 0xD8, 0xFF }) ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : bytes.StartsWith("BM"u8) ? "image/bmp"
        : null;

    private static bool Holds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonKinds.IsBytes(value) || value.EnumerateObject().Any(member => Holds(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Holds),
        _ => false,
    };
}
