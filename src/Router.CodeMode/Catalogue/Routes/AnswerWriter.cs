using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>Writes answers in the form of the SDK that was asked. Stateless.</summary>
internal static class AnswerWriter
{
    private static readonly JsonSerializerOptions Json = AIJsonUtilities.DefaultOptions;

    /// <summary>As Workers AI answers: <c>{ response, usage, tool_calls }</c>, <c>description</c> beside it for an image, or <c>{ image }</c>.</summary>
    internal static JsonElement WorkersAI(RouteAnswer answer) => Object(writer =>
    {
        if (answer.Images is not null)
        {
            writer.WritePropertyName("image");
            Picture(writer, First(answer), asText: false);
        }
        else
        {
            string text = answer.Chat!.Text;
            writer.WriteString("response", text);
            if (answer.HasImage)
            {
                writer.WriteString("description", text);
            }

            ToolCalls(writer, answer.Chat, wrapped: false);
            Usage(writer, answer.Chat.Usage);
        }

        writer.WriteString("model", answer.Model);
    });

    /// <summary><c>{ output }</c>: the text, the image, or the images where there are several.</summary>
    internal static JsonElement Replicate(RouteAnswer answer) => Object(writer =>
    {
        writer.WritePropertyName("output");
        if (answer.Images is null)
        {
            writer.WriteStringValue(answer.Chat!.Text);
        }
        else if (answer.Pictures.Count == 1)
        {
            Picture(writer, First(answer), asText: false);
        }
        else
        {
            Pictures(writer, answer);
        }

        writer.WriteString("model", answer.Model);
        if (answer.Report?.Version is { } version)
        {
            writer.WriteString("version", version);
        }
    });

    /// <summary>A chat completion as OpenAI answers.</summary>
    internal static JsonElement ChatCompletion(RouteAnswer answer) => Object(writer =>
    {
        ChatResponse chat = answer.Chat!;
        writer.WriteString("id", chat.ResponseId ?? "");
        writer.WriteString("object", "chat.completion");
        writer.WriteNumber("created", chat.CreatedAt?.ToUnixTimeSeconds() ?? 0);
        writer.WriteString("model", answer.Model);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        bool calls = chat.Messages.Any(message => message.Contents.OfType<FunctionCallContent>().Any());
        if (calls && chat.Text.Length == 0)
        {
            writer.WriteNull("content");
        }
        else
        {
            writer.WriteString("content", chat.Text);
        }

        ToolCalls(writer, chat, wrapped: true);
        writer.WriteEndObject();
        writer.WriteString("finish_reason", chat.FinishReason?.Value ?? (calls ? "tool_calls" : "stop"));
        writer.WriteEndObject();
        writer.WriteEndArray();
        Usage(writer, chat.Usage);
    });

    /// <summary>Images as OpenAI answers: <c>{ data: [{ b64_json }] }</c>.</summary>
    internal static JsonElement Images(RouteAnswer answer) => Object(writer =>
    {
        writer.WriteNumber("created", 0);
        writer.WriteStartArray("data");
        foreach (AIContent picture in answer.Pictures)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(picture is DataContent ? "b64_json" : "url");
            Picture(writer, picture, asText: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("model", answer.Model);
    });

    /// <summary><c>{ text, model, usage }</c> or <c>{ image, images, model }</c>.</summary>
    internal static JsonElement Route(RouteAnswer answer) => Object(writer =>
    {
        if (answer.Images is null)
        {
            writer.WriteString("text", answer.Chat!.Text);
            ToolCalls(writer, answer.Chat, wrapped: false);
            Usage(writer, answer.Chat.Usage);
        }
        else
        {
            writer.WritePropertyName("images");
            Pictures(writer, answer);
        }

        writer.WriteString("model", answer.Model);
    });

    private static JsonElement Object(Action<Utf8JsonWriter> members) => CatalogueJson.Write(writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    });

    private static AIContent First(RouteAnswer answer) =>
        answer.Pictures.Count > 0 ? answer.Pictures[0] : throw new CodeCallException("The route answered without an image.");

    private static void Pictures(Utf8JsonWriter writer, RouteAnswer answer)
    {
        writer.WriteStartArray();
        foreach (AIContent picture in answer.Pictures)
        {
            Picture(writer, picture, asText: false);
        }

        writer.WriteEndArray();
    }

    private static void Picture(Utf8JsonWriter writer, AIContent picture, bool asText)
    {
        if (picture is not DataContent data)
        {
            writer.WriteStringValue(((UriContent)picture).Uri.ToString());
        }
        else if (asText)
        {
            writer.WriteBase64StringValue(data.Data.Span);
        }
        else
        {
            CodeBytes.Write(writer, data.Data.Span, data.MediaType);
        }
    }

    private static void Usage(Utf8JsonWriter writer, UsageDetails? usage)
    {
        if (usage is null)
        {
            return;
        }

        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", usage.InputTokenCount ?? 0);
        writer.WriteNumber("completion_tokens", usage.OutputTokenCount ?? 0);
        writer.WriteNumber("total_tokens", usage.TotalTokenCount ?? ((usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0)));
        writer.WriteEndObject();
    }

    // OpenAI's are wrapped and their arguments text; those of Workers AI are bare, and their arguments an object.
    private static void ToolCalls(Utf8JsonWriter writer, ChatResponse chat, bool wrapped)
    {
        FunctionCallContent[] calls = [.. chat.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
        if (calls.Length == 0)
        {
            return;
        }

        writer.WriteStartArray("tool_calls");
        foreach (FunctionCallContent call in calls)
        {
            string arguments = JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), Json.GetTypeInfo(typeof(IDictionary<string, object?>)));
            writer.WriteStartObject();
            writer.WriteString("id", call.CallId);
            if (wrapped)
            {
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", call.Name);
                writer.WriteString("arguments", arguments);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteString("name", call.Name);
                writer.WritePropertyName("arguments");
                writer.WriteRawValue(arguments);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
