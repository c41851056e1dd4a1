using Microsoft.Extensions.AI;
using Router.Providers.OpenAI.Wire;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>How a request is put to a model: where, and in which dialect.</summary>
internal static class ChatPlan
{
    /// <summary>
    /// Where to send a request. The older models are spoken to natively, where their JSON mode and their sampling options are
    /// documented; but stop sequences and a demanded function are OpenAI's fields alone. The newer ones go through
    /// <c>/ai/v1</c>, because <c>/ai/run</c> answers some of their streaming requests whole.
    /// </summary>
    internal static ChatEndpoint Endpoint(string api, ModelTraits traits, ChatOptions? options) => api switch
    {
        WorkersAISettings.ApiRun => ChatEndpoint.Run,
        WorkersAISettings.ApiOpenAI => ChatEndpoint.OpenAI,
        _ when traits.Chat is not ChatForm.Native => ChatEndpoint.OpenAI,
        _ when HasSchema(options) => ChatEndpoint.Run,
        _ => options is { StopSequences.Count: > 0 } or { ToolMode: RequiredChatToolMode, Tools.Count: > 0 }
            ? ChatEndpoint.OpenAI
            : ChatEndpoint.Run,
    };

    /// <summary>Whether the answer is held to JSON.</summary>
    internal static bool HasSchema(ChatOptions? options) => options?.ResponseFormat is ChatResponseFormatJson;

    /// <summary>The dialect of a model at an endpoint.</summary>
    internal static ChatDialect Dialect(ChatEndpoint endpoint, string model, ModelTraits traits)
    {
        bool native = traits.Chat is ChatForm.Native;
        bool run = endpoint is ChatEndpoint.Run;
        return new ChatDialect
        {
            MaxTokensField = "max_tokens",
            TopK = true,
            ModelField = !run,
            StreamOptions = !run,

            // The older models refuse a list as content (5006), and /ai/run a null.
            FlattenText = true,
            EmptyContent = true,
            ReasoningField = native ? null : "reasoning",
            BareSchema = native,
            AutoToolChoice = !native,
            FlatTools = run && traits.FlatTools,
            Extension = new WorkersAIAnswers(model),
        };
    }
}
