using System.Text.Json;

namespace Router.CodeMode.Results;

/// <summary>Finds the bytes in a value, and what they are.</summary>
internal static class BinaryParts
{
    /// <summary>The bytes of <c>{"$bytes":"base64"}</c>. Null: it is something else.</summary>
    internal static byte[]? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1)
        {
            return null;
        }

        JsonProperty only = element.EnumerateObject().First();
        return only.NameEquals("$bytes") && only.Value.ValueKind == JsonValueKind.String && only.Value.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
    }

    /// <summary>The media type that the first bytes tell.</summary>
    internal static string MediaType(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, 0xFB, ..] => "audio/mpeg",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "application/pdf",
        _ => "application/octet-stream",
    };
}
