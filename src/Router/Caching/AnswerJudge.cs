using Microsoft.Extensions.AI;

namespace Router.Caching;

/// <summary>Whether an answer, heard piece by piece, is one to keep: whole, good, and nobody's state but its own. Not thread-safe.</summary>
internal sealed class AnswerJudge(bool tools, bool incompleteAnswers)
{
    private ChatFinishReason? _finish;
    private bool _content;
    private string? _refused;

    /// <summary>Why it is not kept; null where it is.</summary>
    internal string? Refusal =>
        _refused
        ?? (!_content ? "it is empty"
            : _finish is null ? "it has no finish reason"
            : _finish == ChatFinishReason.Stop
                || (tools && _finish == ChatFinishReason.ToolCalls)
                || (incompleteAnswers && (_finish == ChatFinishReason.Length || _finish == ChatFinishReason.ContentFilter)) ? null
            : "it did not end by itself");

    internal void Hear(ChatResponse response)
    {
        Hear(response.FinishReason, response.ConversationId, response.ContinuationToken, response.AdditionalProperties);
        foreach (ChatMessage message in response.Messages)
        {
            Hear(null, null, null, message.AdditionalProperties);
            Hear(message.Contents);
        }
    }

    internal void Hear(ChatResponseUpdate update)
    {
        Hear(update.FinishReason, update.ConversationId, update.ContinuationToken, update.AdditionalProperties);
        Hear(update.Contents);
    }

    /// <summary>Refuses it for a reason of the hearer's own.</summary>
    internal void Refuse(string reason) => _refused ??= reason;

    private void Hear(
        ChatFinishReason? finish, string? conversation, ResponseContinuationToken? continuation, AdditionalPropertiesDictionary? properties)
    {
        _finish = finish ?? _finish;
        _refused ??= conversation is not null || continuation is not null ? "the provider holds its conversation"
            : CacheProperties.IsHit(properties) ? "it came from a cache"
            : null;
    }

    private void Hear(IList<AIContent> contents)
    {
        foreach (AIContent content in contents)
        {
            _content |= content is not (UsageContent or TextContent { Text: "" });
            _refused ??= content switch
            {
                ErrorContent => "it holds an error",
                HostedFileContent or HostedVectorStoreContent => "it names what the provider holds",
                FunctionCallContent { Exception: not null } or FunctionResultContent { Exception: not null } => "a function of it failed",
                FunctionCallContent or FunctionResultContent when tools => null,
                _ when CacheableRequest.IsTools(content) => "it calls tools",
                _ => null,
            };
        }
    }
}
