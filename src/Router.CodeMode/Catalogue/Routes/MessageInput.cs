using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>Reads a list of messages in OpenAI's form, which Workers AI shares. Stateless.</summary>
internal static class MessageInput
{
    /// <exception cref="CodeCallException">A message is none.</exception>
    internal static IEnumerable<ChatMessage> Read(JsonElement messages)
    {
        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            yield return One(message, $"messages[{index++}]");
        }
    }

    private static ChatMessage One(JsonElement message, string path)
    {
        ChatRole role = CatalogueJson.Text(message, "role") switch
        {
            "system" or "developer" => ChatRole.System,
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "tool" => ChatRole.Tool,
            _ => throw Refuse(path + ".role", "is none of system, user, assistant, tool"),
        };
        List<AIContent> contents = [];
        if (message.TryGetProperty("content", out JsonElement content))
        {
            Contents(content, path + ".content", contents);
        }

        if (role == ChatRole.Tool)
        {
            string id = CatalogueJson.Text(message, "tool_call_id") ?? throw Refuse(path + ".tool_call_id", "is missing");
            return new ChatMessage(role, [new FunctionResultContent(id, string.Concat(contents.OfType<TextContent>().Select(text => text.Text)))]);
        }

        foreach (JsonElement call in CatalogueJson.Member(message, "tool_calls", JsonValueKind.Array)?.EnumerateArray().ToArray() ?? [])
        {
            contents.Add(Call(call, path + ".tool_calls"));
        }

        return new ChatMessage(role, contents);
    }

    private static void Contents(JsonElement content, string path, List<AIContent> contents)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                contents.Add(new TextContent(content.GetString()));
                break;
            case JsonValueKind.Array:
                foreach (JsonElement part in content.EnumerateArray())
                {
                    contents.Add(Part(part, path));
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                throw Refuse(path, "is neither a string nor a list of parts");
        }
    }

    private static AIContent Part(JsonElement part, string path)
    {
        if (CatalogueJson.Text(part, "text") is { } text)
        {
            return new TextContent(text);
        }

        if (part.ValueKind == JsonValueKind.Object && (part.TryGetProperty("image_url", out JsonElement image) || part.TryGetProperty("image", out image)))
        {
            return ImageArgument.Read(path, CatalogueJson.Member(image, "url", JsonValueKind.String) ?? image);
        }

        throw Refuse(path, "holds a part that is neither text nor image_url");
    }

    private static FunctionCallContent Call(JsonElement call, string path)
    {
        if (CatalogueJson.Member(call, "function", JsonValueKind.Object) is not { } function || CatalogueJson.Text(function, "name") is not { } name)
        {
            throw Refuse(path, "holds a call without a function");
        }

        Dictionary<string, object?> arguments = [];
        try
        {
            JsonElement given = CatalogueJson.Text(function, "arguments") is { } text ? JsonElement.Parse(text) : CatalogueJson.Member(function, "arguments", JsonValueKind.Object) ?? default;
            foreach (JsonProperty member in given.ValueKind == JsonValueKind.Object ? given.EnumerateObject().ToArray() : [])
            {
                arguments[member.Name] = member.Value;
            }
        }
        catch (JsonException)
        {
            throw Refuse(path, "holds a call whose arguments are no JSON");
        }

        return new FunctionCallContent(CatalogueJson.Text(call, "id") ?? "", name, arguments);
    }

    private static CodeCallException Refuse(string path, string what) => new($"'{path}' {what}.") { Kind = CodeErrorKind.InvalidArguments };
}
