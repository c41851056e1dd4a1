using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>What a stream has sent so far, and what of the final output it has not. For one request; not thread-safe.</summary>
internal sealed class ReplicateTranscriber
{
    private readonly StringBuilder _sent = new();

    internal bool IsEmpty => _sent.Length == 0;

    /// <summary>Whether a file was among what was sent: its bytes here, its address in the prediction, so the two differ rightly.</summary>
    internal bool HasFiles { get; private set; }

    /// <summary>Takes note of a piece, and gives its content.</summary>
    internal AIContent Add(string piece)
    {
        _sent.Append(piece);
        AIContent content = ReplicateOutput.Content(piece);
        HasFiles |= content is not TextContent;
        return content;
    }

    /// <summary>What is missing from the stream; null where the stream is no beginning of the output.</summary>
    internal List<AIContent>? Missing(JsonElement output)
    {
        IReadOnlyList<string> pieces = ReplicateOutput.Pieces(output);
        if (IsEmpty)
        {
            return ReplicateOutput.Contents(pieces);
        }

        // An event stream knows one line end: whatever ended a line in the output arrived as a line feed. Where CR and LF stand in
        // two pieces, they came as two line ends or, if the pieces were joined on the way, as one.
        return After(pieces)
            ?? After([.. pieces.Select(LineFeeds)])
            ?? After([LineFeeds(string.Concat(pieces))]);
    }

    private List<AIContent>? After(IReadOnlyList<string> pieces)
    {
        string sent = _sent.ToString();
        int at = 0;
        for (int index = 0; index < pieces.Count; index++)
        {
            string piece = pieces[index];
            int left = sent.Length - at;
            if (left <= piece.Length)
            {
                return piece.AsSpan(0, left).SequenceEqual(sent.AsSpan(at))
                    ? ReplicateOutput.Contents(pieces.Skip(index + 1).Prepend(piece[left..]))
                    : null;
            }

            if (!sent.AsSpan(at).StartsWith(piece))
            {
                return null;
            }

            at += piece.Length;
        }

        return at == sent.Length ? [] : null;
    }

    private static string LineFeeds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
