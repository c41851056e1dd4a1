using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>
/// Reads a prediction's output as contents. A string is text, a list of strings is one text in pieces, any other value is its
/// own JSON. A piece that is a data URI, or an address on Replicate's own hosts, is a file.
/// </summary>
internal static class ReplicateOutput
{
    /// <summary>The pieces of an output, each as text. Joined, they are what a stream of it sends. A null in a list of strings says nothing.</summary>
    internal static IReadOnlyList<string> Pieces(JsonElement output) =>
        output.ValueKind is JsonValueKind.Array
        && output.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            ? [.. output.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(JsonTexts.Of)]
            : [JsonTexts.Of(output)];

    /// <summary>The contents of pieces, neighbouring texts joined.</summary>
    internal static List<AIContent> Contents(IEnumerable<string> pieces)
    {
        List<AIContent> contents = [];
        StringBuilder text = new();
        foreach (string piece in pieces)
        {
            if (File(piece) is not { } file)
            {
                text.Append(piece);
                continue;
            }

            Flush();
            contents.Add(file);
        }

        Flush();
        return contents;

        void Flush()
        {
            if (text.Length > 0)
            {
                contents.Add(new TextContent(text.ToString()));
                text.Clear();
            }
        }
    }

    /// <summary>The content of one piece: a file or text.</summary>
    internal static AIContent Content(string piece) => File(piece) ?? new TextContent(piece);

    // A language model may well write an address; only one that Replicate itself serves is surely a file.
    private static AIContent? File(string piece)
    {
        if (piece.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return DataUri(piece);
        }

        return piece.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(piece, UriKind.Absolute, out Uri? uri)
            && ReplicateHosts.IsFileHost(uri)
            ? new UriContent(uri, ReplicateMediaTypes.OfFile(uri.AbsolutePath))
            : null;
    }

    /// <summary>The bytes of a base64 data URI; null where the text is none.</summary>
    internal static DataContent? DataUri(string text)
    {
        if (!text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || !text.Contains(";base64,", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new DataContent(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return null;
        }
    }
}
