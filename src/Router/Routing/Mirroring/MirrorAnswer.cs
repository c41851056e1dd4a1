using Microsoft.Extensions.AI;

namespace Router.Routing.Mirroring;

/// <summary>
/// What is kept of an answer to compare it by: never its text, only the hash and the length of it. Used by one request at a time.
/// </summary>
internal sealed class MirrorAnswer
{
    private StableHash _text;

    /// <summary>The length of all text, in characters.</summary>
    internal long Length { get; private set; }

    internal ulong TextHash => _text.Value;

    internal ChatFinishReason? FinishReason { get; private set; }

    internal List<MirrorToolCall> ToolCalls { get; } = [];

    internal RouteReport? Report { get; private set; }

    internal void Observe(ChatResponse response)
    {
        foreach (ChatMessage message in response.Messages)
        {
            Observe(message.Contents);
        }

        FinishReason = response.FinishReason;
        Report = response.GetRouteReport();
    }

    internal void Observe(ChatResponseUpdate update)
    {
        Observe(update.Contents);
        FinishReason = update.FinishReason ?? FinishReason;
        Report = update.GetRouteReport() ?? Report;
    }

    private void Observe(IList<AIContent> contents)
    {
        for (int index = 0; index < contents.Count; index++)
        {
            switch (contents[index])
            {
                case TextContent text:
                    _text.Add(text.Text);
                    Length += text.Text.Length;
                    break;
                case FunctionCallContent call:
                    ToolCalls.Add(new MirrorToolCall(call));
                    break;
                default:
                    break;
            }
        }
    }
}
