using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

internal static partial class ChatToolRules
{
    private const int MostTools = 128;

    public static void Check(JsonObject body)
    {
        JsonArray tools = body["tools"] switch
        {
            null => [],
            JsonArray { Count: 0 } => throw OpenAIErrors.Rejected(
                "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.", "tools", "empty_array"),
            JsonArray { Count: > MostTools } => throw OpenAIErrors.Rejected(
                $"Invalid 'tools': array too long. Expected an array with maximum length {MostTools}.", "tools", "array_above_max_length"),
            JsonArray array => array,
            JsonNode other => throw ChatRequestRules.Type("tools", "an array of objects", other),
        };
        List<string> names = [];
        for (int i = 0; i < tools.Count; i++)
        {
            CheckTool(tools[i], i);
            names.Add(Fields.Text(tools[i]!["function"]?["name"])!);
        }

        if (tools.Count == 0 && body["parallel_tool_calls"] is not null)
        {
            throw OpenAIErrors.Rejected("Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.", "parallel_tool_calls");
        }

        CheckChoice(body["tool_choice"], names);
    }

    public static void CheckName(string? name, string param)
    {
        if (!NamePattern().IsMatch(name ?? ""))
        {
            throw OpenAIErrors.Rejected(
                $"Invalid '{param}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", param, "invalid_value");
        }

        if (name!.Length > 64)
        {
            throw OpenAIErrors.Rejected(
                $"Invalid '{param}': string too long. Expected a string with maximum length 64, but got a string with length {name.Length} instead.", param, "string_above_max_length");
        }
    }

    private static void CheckTool(JsonNode? tool, int index)
    {
        if (Fields.Text(tool?["type"]) != "function" || tool?["function"] is not JsonObject function)
        {
            throw OpenAIErrors.Rejected($"Missing required parameter: 'tools[{index}].function'.", $"tools[{index}].function", "missing_required_parameter");
        }

        CheckName(Fields.Text(function["name"]), $"tools[{index}].function.name");
        if (function["parameters"] is null)
        {
            return;
        }

        string param = $"tools[{index}].function.parameters";
        if (Fields.Text(function["parameters"]!["type"]) != "object")
        {
            throw OpenAIErrors.Rejected(
                $"Invalid schema for function '{function["name"]}': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{function["parameters"]!["type"] ?? "None"}\"'.", param, "invalid_function_parameters");
        }

        if (Fields.Flag(function["strict"]) == true && StrictSchema.FirstFault(function["parameters"]) is { } fault)
        {
            throw OpenAIErrors.Rejected($"Invalid schema for function '{function["name"]}': {fault}", param, "invalid_function_parameters");
        }
    }

    private static void CheckChoice(JsonNode? choice, List<string> names)
    {
        if (choice is null)
        {
            return;
        }

        if (names.Count == 0)
        {
            throw OpenAIErrors.Rejected("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice");
        }

        string? named = choice is JsonObject ? Fields.Text(choice["function"]?["name"]) : null;
        if (choice is JsonObject)
        {
            if (Fields.Text(choice["type"]) != "function" || named is null || !names.Contains(named))
            {
                throw OpenAIErrors.Rejected("Invalid value for 'tool_choice': the function is not in 'tools'.", "tool_choice");
            }
        }
        else if (Fields.Text(choice) is not ("none" or "auto" or "required"))
        {
            throw OpenAIErrors.Rejected(
                $"Invalid value: '{choice}'. Supported values are: 'none', 'auto', and 'required'.", "tool_choice", "invalid_value");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex NamePattern();
}
