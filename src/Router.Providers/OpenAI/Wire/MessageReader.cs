using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Reads <c>message</c> or <c>delta</c>.</summary>
internal static class MessageReader
{
    /// <summary>Reads the object the reader stands at the start of.</summary>
    internal static void Read(ref Utf8JsonReader reader, ChatAnswer answer, ChatDialect dialect)
    {
        ToolCallPart? legacy = null;
        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                answer.Text = Content(ref reader, answer, dialect) ?? answer.Text;
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                string? role = JsonScan.Repeated(ref reader, answer.Role.Value);
                answer.Role = string.IsNullOrWhiteSpace(role) ? answer.Role : new ChatRole(role);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                // Some servers send both names with the same text.
                reader.Read();
                string? reasoning = JsonText.Read(ref reader);
                answer.Reasoning = string.IsNullOrEmpty(answer.Reasoning) ? reasoning : answer.Reasoning;
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                ToolCallReader.ReadAll(ref reader, answer.Calls);
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                legacy = ToolCallReader.ReadLegacy(ref reader);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                reader.Read();
                answer.Refusal = JsonText.Read(ref reader) ?? answer.Refusal;
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                AnnotationReader.ReadAll(ref reader, answer);
            }
            else if (reader.ValueTextEquals("audio"u8))
            {
                AudioReader.Read(ref reader, answer);
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }

        // Some servers send a call in both forms.
        if (legacy is { } call && answer.Calls.Count == 0)
        {
            answer.Calls.Add(call);
        }
    }

    /// <summary>The text of <c>content</c>: a string, a value in its place, or a list of parts, some of them bare strings.</summary>
    private static string? Content(ref Utf8JsonReader reader, ChatAnswer answer, ChatDialect dialect)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return JsonText.Read(ref reader, dialect.NullIsToken);
        }

        string? text = null;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            text += reader.TokenType switch
            {
                JsonTokenType.StartObject => Part(ref reader, answer),
                JsonTokenType.String => reader.GetString(),
                _ => Skipped(ref reader),
            };
        }

        return text;
    }

    private static string? Part(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        string? text = null;
        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                text += JsonText.Read(ref reader);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                reader.Read();
                answer.Refusal += JsonText.Read(ref reader);
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }

        return text;
    }

    private static string? Skipped(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }
}
