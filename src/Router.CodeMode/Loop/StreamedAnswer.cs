using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>
/// One answer of the model as it streams. What comes before the first call is never held back; from it on updates wait for the end, since the service
/// may bring the result itself, or for a call that needs approval, since then all of them do.
/// </summary>
internal sealed class StreamedAnswer(ToolMap tools)
{
    private int _shown;
    private bool _held;
    private bool _asking;

    /// <summary>The updates as the caller sees them.</summary>
    internal List<ChatResponseUpdate> Updates { get; } = [];

    /// <summary>Takes an update. The result is what the caller can have now.</summary>
    internal IReadOnlyList<ChatResponseUpdate> Add(ChatResponseUpdate? update)
    {
        Updates.Add(update ?? throw new InvalidOperationException("The inner client streamed null in place of an update."));
        _held |= ResponseCalls.Open(update.Contents).Any();
        _asking |= ResponseCalls.NeedApproval(update.Contents, tools);
        return _held && !_asking ? [] : Show();
    }

    /// <summary>The stream has ended. The result is what was held back.</summary>
    internal IReadOnlyList<ChatResponseUpdate> End()
    {
        if (!_asking)
        {
            ResponseCalls.MarkAnswered(Updates.SelectMany(update => update.Contents));
        }

        return Show();
    }

    private List<ChatResponseUpdate> Show()
    {
        for (int index = _shown; _asking && index < Updates.Count; index++)
        {
            if (ResponseCalls.Open(Updates[index].Contents).Any())
            {
                ChatResponseUpdate changed = Updates[index].Clone();
                changed.Contents = ResponseCalls.AsRequests(Updates[index].Contents, tools);
                Updates[index] = changed;
            }
        }

        List<ChatResponseUpdate> ready = Updates[_shown..];
        _shown = Updates.Count;
        return ready;
    }
}
