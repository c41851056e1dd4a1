using System.Buffers;

namespace Router.Recording;

/// <summary>Names of binary data: its digest, and an ending by which a viewer knows what it is.</summary>
internal static class BlobName
{
    private const int DigestLength = 64;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    internal static string ExtensionOf(string mediaType) => mediaType.Split(';')[0].Trim() switch
    {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "audio/wav" or "audio/x-wav" => "wav",
        "audio/mpeg" => "mp3",
        "video/mp4" => "mp4",
        "application/pdf" => "pdf",
        "application/json" => "json",
        "text/plain" => "txt",
        _ => "bin",
    };

    /// <summary>Whether it is one: nothing else is ever opened, wherever it points.</summary>
    internal static bool IsOne(string name)
    {
        const string Prefix = RecordingFormat.Blobs + "/";
        ReadOnlySpan<char> rest = name.StartsWith(Prefix, StringComparison.Ordinal) ? name.AsSpan(Prefix.Length) : [];
        return rest.Length > DigestLength + 1
            && rest[DigestLength] == '.'
            && !rest[..DigestLength].ContainsAnyExcept(Hex)
            && !rest[(DigestLength + 1)..].ContainsAnyExcept(Letters);
    }
}
