using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>
/// Reads what the providers' SDKs give a chat model, <c>prompt</c> or <c>messages</c> with what stands beside them, into a request that every provider
/// takes. Members that no name here knows go on as additional properties. Stateless.
/// </summary>
internal static class ChatInput
{
    /// <exception cref="CodeCallException">It asks for what there is none of, or says nothing.</exception>
    internal static (List<ChatMessage> Messages, ChatOptions Options, bool HasImage) Read(IEnumerable<KeyValuePair<string, JsonElement>> input)
    {
        List<ChatMessage> messages = [];
        ChatOptions options = new();
        string? prompt = null;
        string? system = null;
        JsonElement? tools = null;
        JsonElement? choice = null;
        AIContent? image = null;
        foreach ((string name, JsonElement value) in input)
        {
            switch (name)
            {
                case "prompt" or "input" when value.ValueKind == JsonValueKind.String:
                    prompt = value.GetString();
                    break;
                case "system_prompt" or "system" when value.ValueKind == JsonValueKind.String:
                    system = value.GetString();
                    break;
                case "messages" or "input" when value.ValueKind == JsonValueKind.Array:
                    messages.AddRange(MessageInput.Read(value));
                    break;
                case "tools" when value.ValueKind == JsonValueKind.Array:
                    tools = value;
                    break;
                case "tool_choice":
                    choice = value;
                    break;
                case "stream" or "stream_options" or "n" or "model":
                    Refuse(name, value);
                    break;
                case "image" or "image_b64" or "image_url" when value.ValueKind != JsonValueKind.Null:
                    image = ImageArgument.Read(name, value);
                    break;
                default:
                    ChatSettings.Apply(options, name, value);
                    break;
            }
        }

        ChatToolInput.Apply(options, tools, choice);
        Compose(messages, prompt, system, image);
        return (messages, options, image is not null || messages.Exists(message => message.Contents.Any(content => content is DataContent or UriContent)));
    }

    private static void Compose(List<ChatMessage> messages, string? prompt, string? system, AIContent? image)
    {
        if (system is { Length: > 0 })
        {
            messages.Insert(0, new ChatMessage(ChatRole.System, system));
        }

        if (prompt is { Length: > 0 } || image is not null)
        {
            List<AIContent> contents = [];
            if (image is not null)
            {
                contents.Add(image);
            }

            if (prompt is { Length: > 0 })
            {
                contents.Add(new TextContent(prompt));
            }

            messages.Add(new ChatMessage(ChatRole.User, contents));
        }

        if (!messages.Exists(message => message.Role != ChatRole.System))
        {
            throw new CodeCallException("It has neither 'prompt' nor 'messages'.") { Kind = CodeErrorKind.InvalidArguments, Hint = "Give { prompt: \"...\" } or { messages: [{ role: \"user\", content: \"...\" }] }." };
        }
    }

    private static void Refuse(string name, JsonElement value)
    {
        bool harmless = name switch
        {
            "stream" => value.ValueKind is JsonValueKind.False or JsonValueKind.Null,
            "n" => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count == 1),
            _ => true,
        };
        if (!harmless)
        {
            throw new CodeCallException(name == "stream" ? "Answers come whole here: there are no streams." : "One answer at a time is given.")
            {
                Kind = CodeErrorKind.InvalidArguments,
                Hint = name == "stream" ? "Leave 'stream' out." : "Leave 'n' out, and call again for more.",
            };
        }
    }
}
