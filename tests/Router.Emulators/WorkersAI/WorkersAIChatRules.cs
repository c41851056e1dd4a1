using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

internal static class WorkersAIChatRules
{
    private static readonly string[] SchemaWords = ["type", "properties", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"];

    public static void CheckLicence(WorkersAIEmulator service, WorkersAIModel model, JsonObject input, EmulatorRequest request)
    {
        if (!service.LicenceMustBeAccepted || !model.Name.Contains("llama-3.2", StringComparison.Ordinal))
        {
            return;
        }

        service.LicenceMustBeAccepted = Fields.Text(input["prompt"]) != "agree";
        throw WorkersAIErrors.Rejected(
            "5016", request, service.LicenceMustBeAccepted ? null : "Thank you for agreeing to this model's license.");
    }

    /// <summary>Older models want the schema bare and cannot stream JSON mode; the newer ones are held by their input schema.</summary>
    public static void CheckJsonMode(WorkersAIModel model, JsonObject input, EmulatorRequest request)
    {
        if (model.Task != WorkersAITask.NativeText || input["response_format"] is not { } format)
        {
            return;
        }

        JsonObject? schema = format["json_schema"] as JsonObject;
        bool bare = schema is not null && SchemaWords.Any(schema.ContainsKey);
        if (!model.JsonMode || (Fields.Text(format["type"]) == "json_schema" && !bare))
        {
            throw WorkersAIErrors.Rejected("5024", request);
        }

        if (Fields.Flag(input["stream"]) == true)
        {
            throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: JSON Mode does not support streaming");
        }
    }

    public static void CheckToolChoice(JsonObject input, EmulatorRequest request)
    {
        JsonNode? choice = input["tool_choice"];
        bool known = choice is null
            || Fields.Text(choice) is "auto" or "none" or "required"
            || (choice is JsonObject && Names(input).Contains(Fields.Text(choice["function"]?["name"])));
        if (!known)
        {
            throw WorkersAIErrors.Rejected("8001", request, "Invalid input: tool_choice");
        }
    }

    public static void CheckForcedCall(JsonObject input, ChatTurn turn, Completion completion, EmulatorRequest request)
    {
        if (input["tool_choice"] is JsonObject && turn.MaxTokens < completion.CompletionTokens)
        {
            throw WorkersAIErrors.Rejected("8006", request);
        }
    }

    private static IEnumerable<string?> Names(JsonObject input) =>
        (input["tools"] as JsonArray ?? []).Select(tool => Fields.Text(tool?["function"]?["name"] ?? tool?["name"]));
}
