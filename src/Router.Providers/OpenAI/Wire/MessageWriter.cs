using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Writes <c>messages</c>. Thread-safe, without state.</summary>
internal sealed class MessageWriter(ChatDialect dialect)
{
    private const int LongestName = 64;
    private const string FailedFunction = "Error: Function failed.";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Writes the conversation, the instructions leading it as a system message.</summary>
    /// <exception cref="ArgumentException">A message holds content that chat completions cannot carry.</exception>
    internal void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, string? instructions)
    {
        writer.WriteStartArray();
        if (!string.IsNullOrWhiteSpace(instructions))
        {
            writer.WriteStartObject();
            writer.WriteString("role", "system");
            writer.WriteString("content", instructions);
            writer.WriteEndObject();
        }

        foreach (ChatMessage message in messages)
        {
            Write(writer, message);
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        MessageParts parts = MessageParts.Of(message, dialect);
        bool assistant = message.Role == ChatRole.Assistant;
        if (!assistant)
        {
            WriteResults(writer, parts);
        }

        // Results are messages of their own here; a message that held nothing else is written already.
        if (message.Role != ChatRole.Tool && (parts.HasOwnContent || parts.Results == 0))
        {
            writer.WriteStartObject();
            writer.WriteString("role", message.Role.Value);
            if (message.AuthorName is { Length: > 0 } author && CleanName(author) is { Length: > 0 } name)
            {
                writer.WriteString("name", name);
            }

            WriteContent(writer, parts, assistant);
            if (assistant)
            {
                WriteAssistant(writer, parts);
            }

            writer.WriteEndObject();
        }

        if (assistant)
        {
            WriteResults(writer, parts);
        }
    }

    private void WriteContent(Utf8JsonWriter writer, MessageParts parts, bool assistant)
    {
        if (parts.Count == 1 && parts.Single is TextContent single)
        {
            writer.WriteString("content", single.Text);
        }
        else if (parts.Count == 0)
        {
            // An assistant that called functions or refused said nothing besides.
            if (!assistant || dialect.EmptyContent || (parts.Calls == 0 && parts.Refusal is null))
            {
                writer.WriteString("content", "");
            }
        }
        else if (dialect.FlattenText && parts.AllText)
        {
            writer.WriteString("content", string.Join('\n', parts.Contents().Select(content => ((TextContent)content).Text)));
        }
        else
        {
            writer.WriteStartArray("content");
            foreach (AIContent content in parts.Contents())
            {
                ContentPartWriter.Write(writer, content);
            }

            writer.WriteEndArray();
        }
    }

    private void WriteAssistant(Utf8JsonWriter writer, MessageParts parts)
    {
        if (parts.Refusal is { } refusal)
        {
            writer.WriteString("refusal", refusal);
        }

        if (dialect.ReasoningField is { } field && parts.Reasoning is { Length: > 0 } reasoning)
        {
            writer.WriteString(field, reasoning);
        }

        if (parts.Calls == 0)
        {
            return;
        }

        writer.WriteStartArray("tool_calls");
        foreach (AIContent content in parts.Message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                writer.WriteStartObject();
                writer.WriteString("id", call.CallId);
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", call.Name);
                writer.WriteString("arguments", FunctionJson.Arguments(call.Arguments));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter writer, MessageParts parts)
    {
        if (parts.Results == 0)
        {
            return;
        }

        foreach (AIContent content in parts.Message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                writer.WriteStartObject();
                writer.WriteString("role", "tool");
                writer.WriteString("tool_call_id", result.CallId);
                writer.WriteString("content", result.Result is null && result.Exception is not null
                    ? FailedFunction
                    : FunctionJson.Result(result.Result));
                writer.WriteEndObject();
            }
        }
    }

    private static string CleanName(string author)
    {
        string name = author.AsSpan().ContainsAnyExcept(NameCharacters)
            ? string.Concat(author.Where(NameCharacters.Contains))
            : author;
        return name.Length > LongestName ? name[..LongestName] : name;
    }
}
