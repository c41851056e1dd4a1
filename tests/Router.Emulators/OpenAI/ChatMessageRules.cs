using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

internal static partial class ChatMessageRules
{
    private static readonly string[] Roles = ["system", "assistant", "user", "function", "tool", "developer"];

    public static void Check(JsonArray messages)
    {
        if (messages.Count == 0)
        {
            throw OpenAIErrors.Rejected(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array");
        }

        HashSet<string> open = new(StringComparer.Ordinal);
        for (int i = 0; i < messages.Count; i++)
        {
            string at = $"messages[{i}]";
            if (messages[i] is not JsonObject message)
            {
                throw ChatRequestRules.Type(at, "an object", messages[i]);
            }

            string role = Fields.Text(message["role"])
                ?? throw OpenAIErrors.Rejected($"Missing required parameter: '{at}.role'.", $"{at}.role", "missing_required_parameter");
            if (!Roles.Contains(role))
            {
                throw OpenAIErrors.Rejected(
                    $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", $"{at}.role", "invalid_value");
            }

            if (message["name"] is { } name && !NamePattern().IsMatch(Fields.Text(name) ?? ""))
            {
                throw OpenAIErrors.Rejected(
                    $"Invalid '{at}.name': string does not match pattern. Expected a string that matches the pattern '^[^\\s<|\\\\/>]+$'.", $"{at}.name", "invalid_value");
            }

            CheckToolTurn(message, role, at, open);
            CheckContent(message, role, at);
        }

        if (open.Count > 0)
        {
            throw Unanswered(open);
        }
    }

    private static void CheckToolTurn(JsonObject message, string role, string at, HashSet<string> open)
    {
        if (role == "tool")
        {
            string id = Fields.Text(message["tool_call_id"])
                ?? throw OpenAIErrors.Rejected($"Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.", $"{at}.tool_call_id");
            if (!open.Remove(id))
            {
                throw OpenAIErrors.Rejected(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", $"{at}.role");
            }

            return;
        }

        if (open.Count > 0)
        {
            throw Unanswered(open);
        }

        if (message["tool_calls"] is JsonArray calls)
        {
            for (int i = 0; i < calls.Count; i++)
            {
                CheckCall(calls[i], $"{at}.tool_calls[{i}]", open);
            }
        }
    }

    private static void CheckCall(JsonNode? call, string at, HashSet<string> open)
    {
        if (Fields.Text(call?["type"]) != "function")
        {
            throw OpenAIErrors.Rejected($"Missing required parameter: '{at}.type'.", $"{at}.type", "missing_required_parameter");
        }

        if (Fields.Text(call?["id"]) is not { Length: > 0 } id)
        {
            throw OpenAIErrors.Rejected($"Missing required parameter: '{at}.id'.", $"{at}.id", "missing_required_parameter");
        }

        ChatToolRules.CheckName(Fields.Text(call?["function"]?["name"]), $"{at}.function.name");
        if (Fields.Text(call?["function"]?["arguments"]) is null)
        {
            throw ChatRequestRules.Type($"{at}.function.arguments", "a string", call?["function"]?["arguments"]);
        }

        open.Add(id);
    }

    private static RejectedException Unanswered(HashSet<string> open) => OpenAIErrors.Rejected(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        + $"The following tool_call_ids did not have response messages: {string.Join(", ", open)}",
        "messages");

    private static void CheckContent(JsonObject message, string role, string at)
    {
        switch (message["content"])
        {
            case null when role != "assistant" || (message["tool_calls"] is null && message["refusal"] is null && message["audio"] is null):
                throw OpenAIErrors.Rejected($"Invalid value for 'content': expected a string, got null.", $"{at}.content");
            case JsonArray parts:
                for (int i = 0; i < parts.Count; i++)
                {
                    CheckPart(parts[i], role, $"{at}.content[{i}]");
                }

                break;
            case { } other when Fields.Text(other) is null:
                throw ChatRequestRules.Type($"{at}.content", "one of an array of objects or string", other);
            default:
                break;
        }
    }

    private static void CheckPart(JsonNode? part, string role, string at)
    {
        string? type = Fields.Text(part?["type"]);
        bool allowed = type switch
        {
            "text" => Fields.Text(part!["text"]) is not null,
            "image_url" => role == "user" && Fields.Text(part!["image_url"]?["url"]) is not null,
            "input_audio" => role == "user" && Fields.Text(part!["input_audio"]?["data"]) is not null,
            "file" => role == "user" && part!["file"] is JsonObject,
            "refusal" => role == "assistant" && Fields.Text(part!["refusal"]) is not null,
            _ => false,
        };
        if (!allowed)
        {
            throw OpenAIErrors.Rejected($"Invalid value for '{at}': content part of type '{type}' is not valid for role '{role}'.", at, "invalid_value");
        }
    }

    [GeneratedRegex(@"^[^\s<|\\/>]+$")]
    private static partial Regex NamePattern();
}
