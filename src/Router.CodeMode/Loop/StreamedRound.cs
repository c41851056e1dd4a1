using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>Plays what a round of calls brings into a stream: progress while it runs, and then its messages.</summary>
internal sealed class StreamedRound(LoopRun run, Channel<CodeModeProgress> progress, Activity? activity)
{
    // One for all results of the request: each round's message is told apart by the answers in between.
    private readonly string _messageId = Guid.NewGuid().ToString("N");

    /// <summary>Whether the model is not to be asked again.</summary>
    internal bool Ended { get; private set; }

    internal async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(Func<Task<RoundOutcome?>> play, string? conversationId)
    {
        int shown = run.Produced.Count;
        Task<RoundOutcome?> playing = play();
        try
        {
            // Once more after the end: what was told last counts too.
            for (bool ended = false; !ended;)
            {
                ended = playing.IsCompleted || await Task.WhenAny(playing, progress.Reader.WaitToReadAsync().AsTask()).ConfigureAwait(true) == playing;
                while (progress.Reader.TryRead(out CodeModeProgress? told))
                {
                    yield return new ChatResponseUpdate { AdditionalProperties = new() { [CodeModeProgress.PropertyName] = told } };
                    Activity.Current = activity ?? Activity.Current;
                }
            }
        }
        finally
        {
            if (!playing.IsCompleted)
            {
                // The caller has left: nothing that runs for it may outlive it.
                run.Abandon();
                await ((Task)playing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }

        Ended = await playing.ConfigureAwait(true) is { Ends: true };
        foreach (ChatMessage message in run.Produced[shown..])
        {
            yield return Update(message, conversationId);
            Activity.Current = activity ?? Activity.Current;
        }

        if (run.TakeExtraUsage() is { } usage)
        {
            yield return new ChatResponseUpdate { Contents = [new UsageContent(usage)], ConversationId = conversationId };
        }
    }

    private ChatResponseUpdate Update(ChatMessage message, string? conversationId)
    {
        string id = message.MessageId ?? _messageId;
        return new ChatResponseUpdate(message.Role, message.Contents)
        {
            AdditionalProperties = message.AdditionalProperties,
            AuthorName = message.AuthorName,
            ConversationId = conversationId,
            CreatedAt = message.CreatedAt,
            MessageId = id,
            RawRepresentation = message.RawRepresentation,
            ResponseId = id,
        };
    }
}
