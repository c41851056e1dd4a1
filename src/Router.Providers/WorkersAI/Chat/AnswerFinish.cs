using Microsoft.Extensions.AI;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>
/// Gives the finish reason that a native answer never states: function calls, else the length where as many tokens were counted as
/// were allowed, else the end. Not thread-safe.
/// </summary>
internal sealed class AnswerFinish(int? maxTokens)
{
    private bool _calls;
    private long? _tokens;
    private bool _stated;

    /// <summary>The reason of a whole answer.</summary>
    internal static ChatFinishReason Of(ChatResponse response, int? maxTokens)
    {
        AnswerFinish finish = new(maxTokens) { _tokens = response.Usage?.OutputTokenCount };
        foreach (ChatMessage message in response.Messages)
        {
            finish.Note(message.Contents);
        }

        return response.FinishReason ?? finish.Reason;
    }

    /// <summary>Takes note of an update.</summary>
    internal void Note(ChatResponseUpdate update)
    {
        _stated |= update.FinishReason is not null;
        Note(update.Contents);
    }

    /// <summary>The reason that no update stated; null where one did.</summary>
    internal ChatFinishReason? Missing => _stated ? null : Reason;

    private ChatFinishReason Reason =>
        _calls ? ChatFinishReason.ToolCalls
        : _tokens >= maxTokens ? ChatFinishReason.Length
        : ChatFinishReason.Stop;

    private void Note(IList<AIContent> contents)
    {
        foreach (AIContent content in contents)
        {
            _calls |= content is FunctionCallContent;
            _tokens = content is UsageContent usage ? usage.Details.OutputTokenCount : _tokens;
        }
    }
}
