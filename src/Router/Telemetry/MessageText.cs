using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Telemetry;

/// <summary>Writes messages as the JSON text that spans hold, in the shape of the semantic conventions: role and parts.</summary>
internal static class MessageText
{
    internal static string Write(IEnumerable<ChatMessage> messages)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartArray();
            foreach (ChatMessage message in messages)
            {
                writer.WriteStartObject();
                writer.WriteString("role", message.Role.Value);
                writer.WriteStartArray("parts");
                foreach (AIContent content in message.Contents)
                {
                    Write(writer, content);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, AIContent content)
    {
        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type", "text");
                writer.WriteString("content", text.Text);
                break;
            case TextReasoningContent reasoning:
                writer.WriteString("type", "reasoning");
                writer.WriteString("content", reasoning.Text);
                break;
            case FunctionCallContent call:
                writer.WriteString("type", "tool_call");
                writer.WriteString("id", call.CallId);
                writer.WriteString("name", call.Name);
                break;
            case FunctionResultContent result:
                writer.WriteString("type", "tool_call_response");
                writer.WriteString("id", result.CallId);
                writer.WriteString("response", result.Result?.ToString());
                break;
            case DataContent data:
                // The bytes would outgrow any span; that there were some, and of what kind, is what a reader looks for.
                writer.WriteString("type", "blob");
                writer.WriteString("mime_type", data.MediaType);
                break;
            default:
                writer.WriteString("type", content.GetType().Name);
                break;
        }

        writer.WriteEndObject();
    }
}
