using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.Chat;

/// <summary>Reads a chat request in OpenAI's form, or with Workers AI's flat tools and bare schema.</summary>
internal static class ChatTurnReader
{
    public static ChatTurn Read(JsonObject body, string model, Func<string, byte[]> loadImage)
    {
        JsonArray messages = body["messages"] as JsonArray ?? [];
        JsonNode? format = body["response_format"];
        string? formatType = Fields.Text(format?["type"]);
        JsonNode? schema = formatType == "json_schema" ? format?["json_schema"] : null;
        return new ChatTurn
        {
            Model = model,
            Messages = [.. messages.OfType<JsonObject>().Select(message => ReadMessage(message, messages, loadImage))],
            Tools = [.. (body["tools"] as JsonArray ?? []).OfType<JsonObject>().Select(ReadTool)],
            ToolChoice = ReadChoice(body["tool_choice"]),
            ParallelCalls = Fields.Flag(body["parallel_tool_calls"]) != false,
            AnswerSchema = schema?["schema"] ?? schema,
            WantsJson = formatType is "json_object" or "json_schema",
            MaxTokens = Fields.Integer(body["max_completion_tokens"]) ?? Fields.Integer(body["max_tokens"]),
            Stop = body["stop"] switch
            {
                JsonArray several => [.. several.Select(Fields.Text).OfType<string>()],
                { } one when Fields.Text(one) is { } text => [text],
                _ => [],
            },
        };
    }

    private static ChatTurnMessage ReadMessage(JsonObject message, JsonArray all, Func<string, byte[]> loadImage)
    {
        List<byte[]> images = [];
        string text = "";
        if (message["content"] is JsonArray parts)
        {
            foreach (JsonObject part in parts.OfType<JsonObject>())
            {
                text += Fields.Text(part["text"]);
                string? address = Fields.Text(part["image_url"]?["url"]);
                if (address is not null)
                {
                    images.Add(loadImage(address));
                }
            }
        }
        else
        {
            text = Fields.Text(message["content"]) ?? "";
        }

        return new ChatTurnMessage(Fields.Text(message["role"]) ?? "user", text, images)
        {
            ToolName = Fields.Text(message["name"]) ?? NameOfCall(all, Fields.Text(message["tool_call_id"])),
        };
    }

    private static string? NameOfCall(JsonArray messages, string? id) => id is null ? null : messages
        .SelectMany(message => message?["tool_calls"] as JsonArray ?? [])
        .Where(call => Fields.Text(call?["id"]) == id)
        .Select(call => Fields.Text(call?["function"]?["name"]))
        .LastOrDefault();

    private static ChatTurnTool ReadTool(JsonObject tool)
    {
        JsonNode function = tool["function"] ?? tool;
        return new ChatTurnTool(Fields.Text(function["name"]) ?? "", function["parameters"]);
    }

    private static string ReadChoice(JsonNode? choice) =>
        Fields.Text(choice) ?? Fields.Text(choice?["function"]?["name"]) ?? "auto";
}
