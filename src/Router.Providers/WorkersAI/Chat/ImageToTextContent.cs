using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>Writes <c>{"image":[…],"prompt":…,"max_tokens":…}</c>, the image as a list of its bytes.</summary>
internal static class ImageToTextContent
{
    private const string DefaultPrompt = "Describe this image.";

    private static readonly string[] OwnFields = ["image", "prompt", "stream", .. Strictness.Keys];

    /// <exception cref="ArgumentException">The conversation holds no image, or one by its address alone.</exception>
    /// <exception cref="NotSupportedException">Functions are offered, or JSON is asked for.</exception>
    internal static PooledContent Build(IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        if (options is { Tools.Count: > 0, ToolMode: not NoneChatToolMode })
        {
            throw new NotSupportedException("An image-to-text model of Workers AI calls no functions.");
        }

        if (ChatPlan.HasSchema(options))
        {
            throw new NotSupportedException("An image-to-text model of Workers AI cannot be held to JSON.");
        }

        List<ChatMessage> conversation = [.. messages];
        AIContent image = conversation.SelectMany(message => message.Contents).LastOrDefault(ImageInput.IsImage)
            ?? throw new ArgumentException("An image-to-text model of Workers AI needs an image in the conversation.", nameof(messages));
        return Write(ImageInput.Data(image).Data.Span, Prompt(conversation, options), options);
    }

    /// <summary>
    /// The instructions, then the latest question. The model remembers nothing, so what else was said is left out.
    /// </summary>
    private static string Prompt(List<ChatMessage> conversation, ChatOptions options)
    {
        string question = conversation.LastOrDefault(message => message.Role == ChatRole.User && !string.IsNullOrWhiteSpace(message.Text))?.Text
            ?? DefaultPrompt;
        IEnumerable<string?> instructions = conversation.Where(message => message.Role == ChatRole.System).Select(message => message.Text);
        return string.Join("\n\n", instructions.Prepend(options.Instructions).Append(question).Where(text => !string.IsNullOrWhiteSpace(text)));
    }

    private static PooledContent Write(ReadOnlySpan<byte> image, string prompt, ChatOptions options)
    {
        PooledBuffer buffer = new(Math.Min(image.Length * 4, 1024 * 1024) + 1024);
        try
        {
            using (Utf8JsonWriter writer = new(buffer))
            {
                RequestFields fields = new(writer, null, options.AdditionalProperties is { Count: > 0 });
                writer.WriteStartObject();
                fields.Own("image");
                writer.WriteStartArray();
                foreach (byte value in image)
                {
                    writer.WriteNumberValue(value);
                }

                writer.WriteEndArray();
                fields.Own("prompt");
                writer.WriteStringValue(prompt);
                fields.Number("max_tokens", options.MaxOutputTokens);
                fields.Number("temperature", options.Temperature);
                fields.Number("top_p", options.TopP);
                fields.Number("top_k", options.TopK);
                fields.Number("seed", options.Seed);
                fields.WriteAdditional(options.AdditionalProperties, OwnFields);
                writer.WriteEndObject();
            }

            return new PooledContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
