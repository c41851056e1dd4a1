namespace Router.Providers.Replicate;

/// <summary>Media types: by an image's first bytes, and by a file's name where there are no bytes.</summary>
internal static class ReplicateMediaTypes
{
    /// <summary>The type of an image by its first bytes; null where it is none of PNG, JPEG, GIF, WebP and AVIF.</summary>
    internal static string? OfImage(ReadOnlySpan<byte> bytes) =>
        bytes is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] ? "image/png"
        : bytes is [0xFF, 0xD8, 0xFF, ..] ? "image/jpeg"
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "image/gif"
        : bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8) && (bytes[8..].StartsWith("avif"u8) || bytes[8..].StartsWith("avis"u8))
            ? "image/avif"
            : null;

    /// <summary>The type of a file by its name; <c>application/octet-stream</c> where the name does not tell.</summary>
    internal static string OfFile(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => "image/png",
            ".JPG" or ".JPEG" => "image/jpeg",
            ".WEBP" => "image/webp",
            ".GIF" => "image/gif",
            ".AVIF" => "image/avif",
            ".SVG" => "image/svg+xml",
            ".MP4" => "video/mp4",
            ".WEBM" => "video/webm",
            ".MP3" => "audio/mpeg",
            ".WAV" => "audio/wav",
            ".JSON" => "application/json",
            ".TXT" => "text/plain",
            _ => "application/octet-stream",
        };
}
