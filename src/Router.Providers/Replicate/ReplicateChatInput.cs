using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>Maps a conversation and its options to a model's input.</summary>
internal sealed class ReplicateChatInput(ReplicateFields fields)
{
    /// <summary>What the options ask for that no Replicate model gives through this interface.</summary>
    /// <exception cref="NotSupportedException">Tools, or an answer held to JSON.</exception>
    internal static void Check(ChatOptions? options)
    {
        if (options?.Tools is { Count: > 0 } && options.ToolMode is not NoneChatToolMode)
        {
            throw new NotSupportedException("Replicate's models take no tools.");
        }

        if (options?.ResponseFormat is ChatResponseFormatJson)
        {
            throw new NotSupportedException("Replicate's models cannot be held to JSON or to a JSON Schema.");
        }

        if (options?.StopSequences?.Any(stop => stop.Contains(',', StringComparison.Ordinal)) is true)
        {
            throw new NotSupportedException("Replicate's stop_sequences are separated by commas, so none may hold one.");
        }
    }

    /// <summary>Everything but the image, which may have to be uploaded first.</summary>
    internal JsonObject Map(ReplicateConversation conversation, ChatOptions? options, IChatClient client)
    {
        JsonObject input = options?.RawRepresentationFactory?.Invoke(client) as JsonObject ?? [];
        string prompt = conversation.Prompt;
        if (fields.Name(ReplicateFields.SystemPrompt) is null && conversation.System.Length > 0)
        {
            prompt = prompt.Length == 0 ? conversation.System : $"{conversation.System}\n\n{prompt}";
        }

        fields.Set(input, ReplicateFields.Prompt, Text(prompt));
        fields.Set(input, ReplicateFields.SystemPrompt, Text(conversation.System));
        if (options is null)
        {
            return input;
        }

        fields.Set(input, ReplicateFields.MaxTokens, Value(options.MaxOutputTokens));
        fields.Set(input, ReplicateFields.Temperature, Value(options.Temperature));
        fields.Set(input, ReplicateFields.TopP, Value(options.TopP));
        fields.Set(input, ReplicateFields.TopK, Value(options.TopK));
        fields.Set(input, ReplicateFields.FrequencyPenalty, Value(options.FrequencyPenalty));
        fields.Set(input, ReplicateFields.PresencePenalty, Value(options.PresencePenalty));
        fields.Set(input, ReplicateFields.Seed, options.Seed is { } seed ? JsonValue.Create(seed) : null);
        fields.Set(input, ReplicateFields.StopSequences, options.StopSequences is { Count: > 0 } stops ? string.Join(',', stops) : null);
        fields.Set(input, ReplicateFields.ReasoningEffort, Effort(options.Reasoning?.Effort));
        ReplicateFields.Merge(input, options.AdditionalProperties);
        return input;
    }

    private static JsonValue? Text(string text) => text.Length == 0 ? null : JsonValue.Create(text);

    private static JsonValue? Value(int? value) => value is { } known ? JsonValue.Create(known) : null;

    private static JsonValue? Value(float? value) => value is { } known ? JsonValue.Create(known) : null;

    private static JsonValue? Effort(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.None => JsonValue.Create("none"),
        ReasoningEffort.Low => JsonValue.Create("low"),
        ReasoningEffort.Medium => JsonValue.Create("medium"),
        ReasoningEffort.High => JsonValue.Create("high"),
        _ => JsonValue.Create("xhigh"),
    };
}
