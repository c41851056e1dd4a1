using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>An image as programs give it: bytes, a list of bytes, base64, a data URI, an address. Stateless.</summary>
internal static class ImageArgument
{
    private const string Unknown = "application/octet-stream";

    /// <exception cref="CodeCallException">It is none of these.</exception>
    internal static AIContent Read(string name, JsonElement value)
    {
        if (CodeBytes.TryRead(value, out byte[]? bytes, out string? mediaType))
        {
            return Data(name, bytes, mediaType);
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            return value[0].ValueKind == JsonValueKind.Number ? Data(name, Numbers(name, value), null)
                : value.GetArrayLength() == 1 ? Read(name, value[0])
                : throw Refuse(name, $"holds {value.GetArrayLength()} images; one is expected");
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw Refuse(name, "is no image");
        }

        string text = value.GetString()!;
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return new DataContent(text);
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException)
            {
                throw Refuse(name, "is a data URI that cannot be read");
            }
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
        {
            return new UriContent(uri!, "image/*");
        }

        return value.TryGetBytesFromBase64(out byte[]? decoded) && decoded.Length > 0 ? Data(name, decoded, null) : throw Refuse(name, "is neither base64 nor an address");
    }

    private static DataContent Data(string name, byte[] bytes, string? mediaType)
    {
        if (bytes.Length == 0)
        {
            throw Refuse(name, "holds no bytes");
        }

        string? told = mediaType is null or Unknown ? null : mediaType;
        return new DataContent(bytes, CodeBytes.ImageType(bytes) ?? told ?? "image/png");
    }

    private static byte[] Numbers(string name, JsonElement list)
    {
        byte[] bytes = new byte[list.GetArrayLength()];
        int index = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetByte(out bytes[index++]))
            {
                throw Refuse(name, "is a list that holds more than bytes, 0 to 255");
            }
        }

        return bytes;
    }

    private static CodeCallException Refuse(string name, string what) =>
        new($"'{name}' {what}.") { Kind = CodeErrorKind.InvalidArguments, Hint = "Give bytes, as an image function returns them, or base64 text." };
}
