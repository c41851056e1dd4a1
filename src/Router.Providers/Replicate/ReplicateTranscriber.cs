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
        if (IsEmpty)
        {
            return ReplicateOutput.Contents(output);
        }

        string sent = _sent.ToString();
        string whole = string.Concat(ReplicateOutput.Pieces(output));
        if (!whole.StartsWith(sent, StringComparison.Ordinal))
        {
            // An event stream knows one line end: whatever ended a line in the output arrived as a line feed.
            whole = whole.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            if (!whole.StartsWith(sent, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return whole.Length == sent.Length ? [] : [new TextContent(whole[sent.Length..])];
    }
}
