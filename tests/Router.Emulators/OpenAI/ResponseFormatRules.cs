using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

internal static class ResponseFormatRules
{
    public static void Check(JsonNode? format, JsonArray messages)
    {
        if (format is null)
        {
            return;
        }

        switch (Fields.Text(format["type"]))
        {
            case "text":
                break;
            case "json_object":
                // The real service insists that the conversation itself asks for JSON.
                if (!messages.ToJsonString().Contains("json", StringComparison.OrdinalIgnoreCase))
                {
                    throw OpenAIErrors.Rejected(
                        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages");
                }

                break;
            case "json_schema":
                CheckSchema(format["json_schema"] as JsonObject);
                break;
            default:
                throw OpenAIErrors.Rejected(
                    $"Invalid value: '{format["type"]}'. Supported values are: 'json_object', 'json_schema', and 'text'.", "response_format.type", "invalid_value");
        }
    }

    private static void CheckSchema(JsonObject? envelope)
    {
        const string At = "response_format.json_schema";
        if (envelope is null)
        {
            throw OpenAIErrors.Rejected($"Missing required parameter: '{At}'.", At, "missing_required_parameter");
        }

        if (envelope["name"] is null)
        {
            throw OpenAIErrors.Rejected($"Missing required parameter: '{At}.name'.", $"{At}.name", "missing_required_parameter");
        }

        ChatToolRules.CheckName(Fields.Text(envelope["name"]), $"{At}.name");
        if (Fields.Flag(envelope["strict"]) == true && StrictSchema.FirstFault(envelope["schema"]) is { } fault)
        {
            throw OpenAIErrors.Rejected($"Invalid schema for response_format '{envelope["name"]}': {fault}", "response_format");
        }
    }
}
