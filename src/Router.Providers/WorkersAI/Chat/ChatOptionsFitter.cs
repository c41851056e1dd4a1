using Microsoft.Extensions.AI;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>Turns a caller's options into those a model takes. The caller's are never changed.</summary>
internal static class ChatOptionsFitter
{
    private const string TemplateArguments = "chat_template_kwargs";
    private const string ReasoningEffortField = "reasoning_effort";
    private const string MaxTokens = "max_tokens";
    private const string MaxCompletionTokens = "max_completion_tokens";

    internal static ChatOptions Fit(ChatOptions? options, ModelTraits traits, ChatEndpoint endpoint)
    {
        ChatOptions fitted = options?.Clone() ?? new ChatOptions();
        if (!Sets(fitted, MaxTokens) && !Sets(fitted, MaxCompletionTokens))
        {
            fitted.MaxOutputTokens ??= traits.MaxTokens;
        }

        SetThinking(fitted, traits.Thinking);
        if (traits.Chat is ChatForm.Native)
        {
            FitNative(fitted, endpoint);
        }

        return fitted;
    }

    /// <summary>The limit that fitted options put on the answer; null where it cannot be told.</summary>
    internal static int? Limit(ChatOptions fitted) =>
        fitted.MaxOutputTokens
        ?? (fitted.AdditionalProperties?.TryGetValue(MaxTokens, out int tokens) is true
            || fitted.AdditionalProperties?.TryGetValue(MaxCompletionTokens, out tokens) is true ? tokens : null);

    private static bool Sets(ChatOptions options, string name) => options.AdditionalProperties?.ContainsKey(name) is true;

    /// <summary>Leaves out what says no more than the default, since the older models refuse fields they do not know (5006).</summary>
    private static void FitNative(ChatOptions options, ChatEndpoint endpoint)
    {
        if (endpoint is ChatEndpoint.Run && ChatPlan.HasSchema(options))
        {
            // No field of /ai/run, where JSON mode is: JSON that is held to a schema ends by itself.
            options.StopSequences = null;
        }

        options.AllowMultipleToolCalls = null;
        if (options.ResponseFormat is ChatResponseFormatText)
        {
            options.ResponseFormat = null;
        }

        if (options.ToolMode is NoneChatToolMode)
        {
            options.Tools = null;
        }
    }

    private static void SetThinking(ChatOptions options, ThinkingSwitch thinking)
    {
        ReasoningEffort? effort = options.Reasoning?.Effort;
        options.Reasoning = null;
        if (effort is not { } wanted)
        {
            return;
        }

        switch (thinking)
        {
            case ThinkingSwitch.Effort:
                Add(options, ReasoningEffortField, Word(wanted));
                break;
            case ThinkingSwitch.EnableThinking or ThinkingSwitch.Thinking:
                string name = thinking is ThinkingSwitch.Thinking ? "thinking" : "enable_thinking";
                Add(options, TemplateArguments, new Dictionary<string, object?> { [name] = wanted is not ReasoningEffort.None });
                break;
        }
    }

    /// <summary>Adds a field, unless the caller set it by its own name, and so more exactly.</summary>
    private static void Add(ChatOptions options, string name, object? value)
    {
        if (!Sets(options, name))
        {
            (options.AdditionalProperties ??= [])[name] = value;
        }
    }

    /// <summary>Three words are known, and null for none at all.</summary>
    private static string? Word(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => null,
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        _ => "high",
    };
}
