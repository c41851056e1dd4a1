using System.Text.Json.Nodes;

namespace Router.Recording;

/// <summary>Moves binary data out of an answer's document into files of its own, and back to the same text.</summary>
internal static class BlobTree
{
    private const string Uri = "uri";
    private const string Scheme = "data:";
    private const string Base64 = ";base64,";
    private const string MediaType = "mediaType";

    internal static void Externalize(JsonNode answer, RecordingFolder folder)
    {
        foreach (JsonObject content in JsonTree.Objects(answer).ToArray())
        {
            if (content.ContainsKey(RecordingFormat.Blob))
            {
                throw new NotSupportedException($"An answer that itself has a '{RecordingFormat.Blob}' cannot be recorded.");
            }

            if (JsonTree.Text(content["$type"]) == "data" && !content.ContainsKey(MediaType)
                && JsonTree.Text(content[Uri]) is { } uri && Split(uri) is (var mediaType, var bytes))
            {
                content.Remove(Uri);
                content[MediaType] = mediaType;
                content[RecordingFormat.Blob] = folder.Keep(bytes, mediaType);
            }
        }
    }

    /// <exception cref="InvalidDataException">Binary data is missing or was changed.</exception>
    internal static void Internalize(JsonNode answer, RecordingFolder folder)
    {
        foreach (JsonObject content in JsonTree.Objects(answer).ToArray())
        {
            if (content.ContainsKey(RecordingFormat.Blob))
            {
                string name = JsonTree.Text(content[RecordingFormat.Blob]) ?? throw new InvalidDataException($"A '{RecordingFormat.Blob}' is no text.");
                string mediaType = JsonTree.Text(content[MediaType]) ?? throw new InvalidDataException($"'{name}' has no '{MediaType}'.");
                content.Remove(RecordingFormat.Blob);
                content.Remove(MediaType);
                content[Uri] = Scheme + mediaType + Base64 + Convert.ToBase64String(folder.Find(name));
            }
        }
    }

    /// <summary>The parts of a data URI that can be put together again to the same text; null where they cannot.</summary>
    private static (string MediaType, byte[] Bytes)? Split(string uri)
    {
        int at = uri.IndexOf(Base64, StringComparison.Ordinal);
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal) || at < 0)
        {
            return null;
        }

        string mediaType = uri[Scheme.Length..at];
        string text = uri[(at + Base64.Length)..];
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out int length) && Convert.ToBase64String(bytes, 0, length) == text
            ? (mediaType, bytes[..length])
            : null;
    }
}
