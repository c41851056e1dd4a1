using Microsoft.Extensions.AI;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>Turns a caller's options into those a model takes. The caller's are never changed.</summary>
internal static class ChatOptionsFitter
{
    private const string TemplateArguments = "chat_template_kwargs";
    private const string ReasoningEffortField = "reasoning_effort";

    internal static ChatOptions Fit(ChatOptions? options, ModelTraits traits)
    {
        ChatOptions fitted = options?.Clone() ?? new ChatOptions();
        fitted.MaxOutputTokens ??= traits.MaxTokens;
        SetThinking(fitted, traits.Thinking);
        if (traits.Chat is ChatForm.Native)
        {
            FitNative(fitted);
        }

        return fitted;
    }

    /// <summary>Leaves out what says no more than the default, since the older models refuse fields they do not know (5006).</summary>
    private static void FitNative(ChatOptions options)
    {
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
        if (options.AdditionalProperties?.ContainsKey(name) is not true)
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
