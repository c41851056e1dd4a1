using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Turns answers into the types of Microsoft.Extensions.AI.</summary>
internal static class AnswerMapper
{
    /// <summary>A whole answer.</summary>
    internal static ChatResponse Response(ChatAnswer answer)
    {
        ChatMessage message = new(answer.Role, Contents(answer)) { MessageId = answer.Id, CreatedAt = answer.CreatedAt };
        foreach (ToolCallPart call in answer.Calls.Where(call => !string.IsNullOrEmpty(call.Name) || !string.IsNullOrEmpty(call.Arguments)))
        {
            message.Contents.Add(FunctionJson.Call(call.Id, call.Name, call.Arguments ?? ""));
        }

        Tag(answer);
        return new ChatResponse(message)
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            CreatedAt = answer.CreatedAt,
            FinishReason = FinishReason(answer.FinishReason),
            Usage = answer.Usage,
            AdditionalProperties = answer.Additional,
        };
    }

    /// <summary>An update with some contents; ids, role and finish reason as known so far.</summary>
    internal static ChatResponseUpdate Update(ChatAnswer answer, IList<AIContent> contents) =>
        new(answer.Role, contents)
        {
            ResponseId = answer.Id,
            MessageId = answer.Id,
            ModelId = answer.Model,
            CreatedAt = answer.CreatedAt,
            FinishReason = FinishReason(answer.FinishReason),
        };

    /// <summary>The contents of an answer or a chunk, without its function calls.</summary>
    internal static List<AIContent> Contents(ChatAnswer answer)
    {
        List<AIContent> contents = new(1);
        if (!string.IsNullOrEmpty(answer.Reasoning))
        {
            contents.Add(new TextReasoningContent(answer.Reasoning));
        }

        if (!string.IsNullOrEmpty(answer.Text) || answer.Annotations is not null)
        {
            contents.Add(new TextContent(answer.Text) { Annotations = answer.Annotations });
        }

        if (answer.Audio is { } audio)
        {
            contents.Add(audio);
        }

        if (!string.IsNullOrEmpty(answer.Refusal))
        {
            contents.Add(Refusal(answer.Refusal));
        }

        return contents;
    }

    /// <summary>The content of a refusal.</summary>
    internal static ErrorContent Refusal(string text) => new(text) { ErrorCode = MessageParts.RefusalCode };

    /// <summary>The finish reason: null for none, a reason of its own for one that is not known.</summary>
    internal static ChatFinishReason? FinishReason(string? reason) => reason switch
    {
        null or "" => null,
        "stop" => ChatFinishReason.Stop,
        "length" or "model_length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };

    /// <summary>Puts what Microsoft.Extensions.AI has no place for on the activity of the call, if there is one.</summary>
    internal static void Tag(ChatAnswer answer)
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity)
        {
            return;
        }

        if (answer.SystemFingerprint is { } fingerprint)
        {
            activity.SetTag("openai.response.system_fingerprint", fingerprint);
        }

        if (answer.ServiceTier is { } tier)
        {
            activity.SetTag("openai.response.service_tier", tier);
        }
    }
}
