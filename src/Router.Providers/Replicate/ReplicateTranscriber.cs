using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>What a stream has sent so far, and what of the final output it has not. For one request; not thread-safe.</summary>
internal sealed class ReplicateTranscriber
{
    private readonly StringBuilder _sent = new();

    internal bool IsEmpty => _sent.Length == 0;

    internal void Add(string piece) => _sent.Append(piece);

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
