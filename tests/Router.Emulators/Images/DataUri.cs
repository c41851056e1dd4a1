namespace Router.Emulators.Images;

internal static class DataUri
{
    /// <summary>The bytes of a base64 data URI; null when it is none.</summary>
    public static byte[]? TryRead(string uri)
    {
        int comma = uri.IndexOf(',', StringComparison.Ordinal);
        return comma < 0
            || !uri.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            || !uri[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            ? null
            : TryBase64(uri[(comma + 1)..]);
    }

    public static byte[]? TryBase64(string text)
    {
        byte[] bytes = new byte[((text.Length * 3) + 3) / 4];
        return Convert.TryFromBase64String(text, bytes, out int written) ? bytes[..written] : null;
    }
}
