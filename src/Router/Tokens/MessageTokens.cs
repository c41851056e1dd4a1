using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Tokens;

/// <summary>
/// Estimates how many tokens the messages of a chat and what goes with them come to as input. What bears no text that can be read
/// here, such as sound, counts nothing; <see cref="TokenCalibration"/> learns what that comes to.
/// </summary>
internal static class MessageTokens
{
    // OpenAI's cookbook, "How to count tokens with tiktoken": three tokens around each message and its role, three before the answer.
    private const int EachMessage = 4;
    private const int BeforeTheAnswer = 3;

    // The same page: a function's name, description and parameters stand in some ten tokens of frame.
    private const int EachTool = 10;

    // OpenAI's guide to images: at 1024 x 1024 a model of the 4o kind counts 85 + 4 x 170 = 765, and 1,105 at 2048 x 4096.
    // Models count otherwise, some by far; an image's size is not known without decoding it.
    private const int EachImage = 1_000;

    /// <summary>The estimate. The sequence is read once.</summary>
    internal static long Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        long tokens = BeforeTheAnswer;
        foreach (ChatMessage message in messages)
        {
            tokens += EachMessage + (message is null ? 0 : Of(message.Contents));
        }

        if (options is null)
        {
            return tokens;
        }

        if (!string.IsNullOrEmpty(options.Instructions))
        {
            tokens += EachMessage + TokenHeuristic.Estimate(options.Instructions);
        }

        foreach (AITool tool in options.Tools ?? [])
        {
            tokens += tool is AIFunctionDeclaration function ? Of(function) : 0;
        }

        return options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? tokens + Of(schema) : tokens;
    }

    private static long Of(IEnumerable<AIContent> contents)
    {
        long tokens = 0;
        foreach (AIContent content in contents)
        {
            tokens += content switch
            {
                TextContent text => TokenHeuristic.Estimate(text.Text),
                TextReasoningContent reasoning => TokenHeuristic.Estimate(reasoning.Text),
                FunctionCallContent call => Of(call),
                FunctionResultContent result => OfValue(result.Result),
                DataContent data when data.HasTopLevelMediaType("image") => EachImage,
                DataContent data when data.HasTopLevelMediaType("text") => TokenHeuristic.Estimate(data.Data.Span),
                UriContent uri when uri.HasTopLevelMediaType("image") => EachImage,
                _ => 0,
            };
        }

        return tokens;
    }

    private static long Of(AIFunctionDeclaration tool) =>
        EachTool + TokenHeuristic.Estimate(tool.Name) + TokenHeuristic.Estimate(tool.Description) + Of(tool.JsonSchema);

    private static long Of(FunctionCallContent call)
    {
        long tokens = EachMessage + TokenHeuristic.Estimate(call.Name);
        foreach ((string name, object? value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            // The quotes, the colon and the comma around it.
            tokens += 2 + TokenHeuristic.Estimate(name) + OfValue(value);
        }

        return tokens;
    }

    private static long OfValue(object? value) => value switch
    {
        null => 1,
        string text => TokenHeuristic.Estimate(text),
        JsonElement element => Of(element),
        AIContent content => Of([content]),
        IEnumerable<AIContent> contents => Of(contents),
        _ => OfJson(value),
    };

    // As the adapters write it: compactly, which the shared settings do not. What cannot be written fails there, where it can be told why.
    private static long OfJson(object value)
    {
        try
        {
            ArrayBufferWriter<byte> json = new();
            using (Utf8JsonWriter writer = new(json))
            {
                JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
            }

            return TokenHeuristic.Estimate(json.WrittenSpan);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static long Of(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined ? 0 : TokenHeuristic.Estimate(JsonMarshal.GetRawUtf8Value(element));
}
