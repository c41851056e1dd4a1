using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Canonical;

/// <summary>
/// The form of a request by which requests are told apart: one line of JSON that holds everything that can change the answer, in
/// a fixed order, the same in every process. Message ids and dates, and Router's own additional properties, are no part of it.
/// </summary>
internal static class CanonicalRequest
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The form of a chat request, whether its answer is streamed or not.</summary>
    /// <exception cref="NotSupportedException">
    /// It holds what cannot be written down. So do the other exceptions of <see cref="CanonicalJson.IsRefusal"/>.
    /// </exception>
    internal static byte[] Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("messages");
            foreach (ChatMessage message in messages)
            {
                Write(writer, message);
            }

            writer.WriteEndArray();
            if (options is not null)
            {
                CanonicalOptions.Write(writer, options);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The form of a request for images.</summary>
    /// <exception cref="NotSupportedException">As for chat.</exception>
    internal static byte[] Of(ImageGenerationRequest request, ImageGenerationOptions? options)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("prompt", request.Prompt);
            WriteContents(writer, "originalImages", request.OriginalImages ?? []);
            if (options is not null)
            {
                CanonicalOptions.Write(writer, options);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        CanonicalContent.Check(message);
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        if (message.AuthorName is not null)
        {
            writer.WriteString("authorName", message.AuthorName);
        }

        WriteContents(writer, "contents", message.Contents);
        CanonicalOptions.Write(writer, message.AdditionalProperties);
        writer.WriteEndObject();
    }

    private static void WriteContents(Utf8JsonWriter writer, string name, IEnumerable<AIContent> contents)
    {
        writer.WriteStartArray(name);
        foreach (AIContent content in contents)
        {
            JsonSerializer.Serialize(writer, content, CanonicalJson.InfoOf<AIContent>(CanonicalJson.Requests));
        }

        writer.WriteEndArray();
    }
}
