using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Router.Telemetry;

/// <summary>The attributes of a chat span. Content only where it is switched on.</summary>
internal static class ChatTags
{
    internal static void Request(
        Activity? activity, IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming, bool captureContent)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag(SemanticConventions.RequestStream, streaming ? true : null);
        activity.SetTag(SemanticConventions.ConversationId, options?.ConversationId);
        activity.SetTag(SemanticConventions.RequestTemperature, options?.Temperature);
        activity.SetTag(SemanticConventions.RequestTopP, options?.TopP);
        activity.SetTag(SemanticConventions.RequestTopK, options?.TopK);
        activity.SetTag(SemanticConventions.RequestMaxTokens, options?.MaxOutputTokens);
        activity.SetTag(SemanticConventions.RequestSeed, options?.Seed);
        activity.SetTag(SemanticConventions.RequestFrequencyPenalty, options?.FrequencyPenalty);
        activity.SetTag(SemanticConventions.RequestPresencePenalty, options?.PresencePenalty);
        activity.SetTag(SemanticConventions.RequestStopSequences, options?.StopSequences?.ToArray());
        activity.SetTag(SemanticConventions.OutputType, options?.ResponseFormat switch
        {
            ChatResponseFormatJson => "json",
            ChatResponseFormatText => "text",
            _ => null,
        });
        if (captureContent)
        {
            activity.SetTag(SemanticConventions.SystemInstructions, options?.Instructions);
            activity.SetTag(SemanticConventions.InputMessages, MessageText.Write(messages));
        }
    }

    internal static void Response(Activity? activity, ChatResponse response, bool captureContent)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag(SemanticConventions.ResponseId, response.ResponseId);
        activity.SetTag(SemanticConventions.ResponseModel, response.ModelId);
        if (response.FinishReason is { } finish)
        {
            activity.SetTag(SemanticConventions.ResponseFinishReasons, new[] { finish.Value });
        }

        if (captureContent)
        {
            activity.SetTag(SemanticConventions.OutputMessages, MessageText.Write(response.Messages));
        }
    }
}
