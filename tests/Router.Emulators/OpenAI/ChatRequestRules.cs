using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

/// <summary>What the chat endpoint refuses before any model sees the request.</summary>
internal static class ChatRequestRules
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "model", "messages", "temperature", "top_p", "max_completion_tokens", "max_tokens", "stop", "n", "seed", "logprobs",
        "top_logprobs", "logit_bias", "frequency_penalty", "presence_penalty", "response_format", "tools", "tool_choice",
        "parallel_tool_calls", "reasoning_effort", "verbosity", "modalities", "audio", "prediction", "store", "metadata",
        "service_tier", "safety_identifier", "user", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "web_search_options", "moderation", "stream", "stream_options", "functions", "function_call");

    public static OpenAIModel Check(JsonObject body)
    {
        JsonBody.RejectUnknown(body, Known);
        OpenAIModel model = JsonBody.Model(body["model"], OpenAITask.Chat);
        if (body["messages"] is not JsonArray messages)
        {
            throw body.ContainsKey("messages")
                ? Type("messages", "an array of objects", body["messages"])
                : OpenAIErrors.Rejected("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        Range(body, "temperature", 0, 2);
        Range(body, "top_p", 0, 1);
        Range(body, "frequency_penalty", -2, 2);
        Range(body, "presence_penalty", -2, 2);
        Range(body, "n", 1, 128);
        Range(body, "max_tokens", 1, int.MaxValue);
        Range(body, "max_completion_tokens", 1, int.MaxValue);
        if (body["stream"] is { } stream && Fields.Flag(stream) is null)
        {
            throw Type("stream", "a boolean", stream);
        }

        if (body["stream_options"] is not null && Fields.Flag(body["stream"]) != true)
        {
            throw OpenAIErrors.Rejected("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }

        CheckForModel(body, model);
        ChatMessageRules.Check(messages);
        ChatToolRules.Check(body);
        ResponseFormatRules.Check(body["response_format"], messages);
        return model;
    }

    internal static Http.RejectedException Type(string param, string expected, JsonNode? actual) => OpenAIErrors.Rejected(
        $"Invalid type for '{param}': expected {expected}, but got {Describe(actual)} instead.", param, "invalid_type");

    private static void CheckForModel(JsonObject body, OpenAIModel model)
    {
        if (body["max_tokens"] is not null && body["max_completion_tokens"] is not null)
        {
            throw OpenAIErrors.Rejected("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens");
        }

        if (!model.Reasons)
        {
            if (body["reasoning_effort"] is not null)
            {
                throw OpenAIErrors.Rejected("Unrecognized request argument supplied: reasoning_effort");
            }

            return;
        }

        if (body["max_tokens"] is not null)
        {
            throw Unsupported("max_tokens", " Use 'max_completion_tokens' instead.");
        }

        foreach (string name in new[] { "stop", "logit_bias", "logprobs" })
        {
            if (body[name] is { } given && Fields.Flag(given) != false)
            {
                throw Unsupported(name, "");
            }
        }

        foreach (string name in new[] { "temperature", "top_p" })
        {
            if (Fields.Number(body[name]) is { } number && number != 1)
            {
                throw OpenAIErrors.Rejected(
                    $"Unsupported value: '{name}' does not support {body[name]!.ToJsonString()} with this model. Only the default (1) value is supported.",
                    name,
                    "unsupported_value");
            }
        }
    }

    private static Http.RejectedException Unsupported(string name, string hint) => OpenAIErrors.Rejected(
        $"Unsupported parameter: '{name}' is not supported with this model.{hint}", name, "unsupported_parameter");

    private static void Range(JsonObject body, string name, double least, double most)
    {
        if (body[name] is not { } node)
        {
            return;
        }

        if (Fields.Number(node) is not { } number)
        {
            throw Type(name, "a decimal", node);
        }

        if (number < least)
        {
            throw OpenAIErrors.Rejected(
                $"Invalid '{name}': decimal below minimum value. Expected a value >= {least}, but got {node.ToJsonString()} instead.", name, "decimal_below_min_value");
        }

        if (number > most)
        {
            throw OpenAIErrors.Rejected(
                $"Invalid '{name}': decimal above maximum value. Expected a value <= {most}, but got {node.ToJsonString()} instead.", name, "decimal_above_max_value");
        }
    }

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
