namespace Router.Providers.Http;

/// <summary>Media types by a file's first bytes: what providers declare is often wrong.</summary>
internal static class MediaTypes
{
    /// <summary>The type of an image; null where the bytes are none that is known.</summary>
    internal static string? OfImage(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
