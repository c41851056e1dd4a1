using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Images;
using Router.Emulators.Chat;
using Router.Emulators.Images;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.OpenAI;

/// <summary>The official client finds nothing amiss: what the emulator speaks is OpenAI's protocol.</summary>
public sealed class OfficialClientTests : EmulatorTest
{
    private const string Parameters =
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"],"additionalProperties":false}""";

    private OpenAIClient Client => new(
        new ApiKeyCredential(Emulators.OpenAI.ApiKey),
        new OpenAIClientOptions { Endpoint = Emulators.OpenAI.Endpoint, RetryPolicy = new ClientRetryPolicy(0) });

    private ChatClient Chat => Client.GetChatClient("gpt-4o-mini");

    [Fact]
    public async Task Chat_answers_with_text_usage_and_the_snapshot()
    {
        ChatCompletion completion = await Chat.CompleteChatAsync([new UserChatMessage("hello")]);

        completion.Content[0].Text.Should().Contain("hello");
        completion.FinishReason.Should().Be(ChatFinishReason.Stop);
        completion.Model.Should().Be("gpt-4o-mini-2024-07-18");
        completion.Usage.TotalTokenCount.Should().Be(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Streaming_gives_the_same_text_in_pieces_and_usage_at_the_end()
    {
        Emulators.OpenAI.Replies.Enqueue(Reply.Say("one two three."), Reply.Say("one two three."));
        ChatCompletion whole = await Chat.CompleteChatAsync([new UserChatMessage("count")]);
        string text = "";
        int? tokens = null;
        int pieces = 0;
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new UserChatMessage("count")]))
        {
            foreach (ChatMessageContentPart part in update.ContentUpdate)
            {
                text += part.Text;
                pieces++;
            }

            tokens = update.Usage?.TotalTokenCount ?? tokens;
        }

        text.Should().Be(whole.Content[0].Text);
        pieces.Should().BeGreaterThan(3);
        tokens.Should().Be(whole.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Tool_calls_are_made_answered_and_followed_by_text()
    {
        ChatCompletionOptions options = new() { Tools = { ChatTool.CreateFunctionTool("weather", "", BinaryData.FromString(Parameters)) } };
        List<ChatMessage> messages = [new UserChatMessage("call weather with {\"city\":\"Oslo\",\"days\":2} please")];

        ChatCompletion first = await Chat.CompleteChatAsync(messages, options);
        messages.Add(new AssistantChatMessage(first));
        messages.Add(new ToolChatMessage(first.ToolCalls[0].Id, "rain"));
        ChatCompletion second = await Chat.CompleteChatAsync(messages, options);

        first.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        first.ToolCalls[0].FunctionArguments.ToString().Should().Be("""{"city":"Oslo","days":2}""");
        second.Content[0].Text.Should().Be("weather answered: rain");
    }

    [Fact]
    public async Task Streamed_parallel_calls_come_interleaved_and_can_be_put_together()
    {
        Emulators.OpenAI.Replies.Enqueue(Reply.Call(new ReplyToolCall("a", """{"x":"first"}"""), new ReplyToolCall("b", """{"x":"second"}""")));
        ChatCompletionOptions options = new()
        {
            Tools = { ChatTool.CreateFunctionTool("a"), ChatTool.CreateFunctionTool("b") },
        };
        Dictionary<int, string> arguments = [];
        List<int> order = [];
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new UserChatMessage("go")], options))
        {
            foreach (StreamingChatToolCallUpdate call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index) + call.FunctionArgumentsUpdate;
                order.Add(call.Index);
            }
        }

        arguments.Should().Equal(new Dictionary<int, string> { [0] = """{"x":"first"}""", [1] = """{"x":"second"}""" });
        order.Should().Equal(0, 1, 0, 1, 0, 1, 0, 1);
    }

    [Fact]
    public async Task Structured_output_is_an_instance_of_the_schema()
    {
        ChatCompletionOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("trip", BinaryData.FromString(Parameters), jsonSchemaIsStrict: true),
        };

        ChatCompletion completion = await Chat.CompleteChatAsync([new UserChatMessage("plan a trip")], options);

        completion.Content[0].Text.Should().Be("""{"city":"city","days":1}""");
    }

    [Fact]
    public async Task Refusal_arrives_in_its_own_field()
    {
        ChatCompletion completion = await Chat.CompleteChatAsync([new UserChatMessage("[refuse] this")]);

        completion.Refusal.Should().StartWith("I'm sorry");
        completion.Content.Should().BeEmpty();
    }

    [Fact]
    public async Task Image_parts_are_seen_by_their_pixels()
    {
        BinaryData png = BinaryData.FromBytes(Painter.PaintPng("a red circle on a blue background", 96, 96));

        ChatCompletion completion = await Chat.CompleteChatAsync(
        [
            new UserChatMessage(
                ChatMessageContentPart.CreateTextPart("What is this?"),
                ChatMessageContentPart.CreateImagePart(png, "image/png")),
        ]);

        completion.Content[0].Text.Should().Be("a red circle on a blue background");
    }

    [Fact]
    public async Task Embeddings_of_texts_that_share_words_lie_nearer()
    {
        EmbeddingClient client = Client.GetEmbeddingClient("text-embedding-3-small");
        OpenAIEmbeddingCollection answer = await client.GenerateEmbeddingsAsync(
            ["the cat sat on the mat", "the cat sat on the rug", "quarterly revenue grew"], new EmbeddingGenerationOptions { Dimensions = 256 });

        float[][] vectors = [.. answer.Select(item => item.ToFloats().ToArray())];
        vectors[0].Should().HaveCount(256);
        Dot(vectors[0], vectors[1]).Should().BeGreaterThan(Dot(vectors[0], vectors[2]));
    }

    [Fact]
    public async Task Images_are_pictures_of_their_prompt()
    {
        GeneratedImage image = await Client.GetImageClient("gpt-image-1").GenerateImageAsync("a green triangle");

        Captioner.Caption(image.ImageBytes.ToArray()).Should().Be("a green triangle on a white background");
    }

    [Fact]
    public async Task Image_edit_keeps_the_background_and_paints_the_prompt()
    {
        using MemoryStream png = new(Painter.PaintPng("a red circle on a yellow background", 256, 256));

        GeneratedImage image = await Client.GetImageClient("gpt-image-1").GenerateImageEditAsync(png, "in.png", "a blue square");

        Captioner.Caption(image.ImageBytes.ToArray()).Should().Be("a blue square on a yellow background");
    }

    [Fact]
    public async Task Wrong_key_is_a_401()
    {
        OpenAIClient client = new(
            new ApiKeyCredential("sk-wrong"),
            new OpenAIClientOptions { Endpoint = Emulators.OpenAI.Endpoint, RetryPolicy = new ClientRetryPolicy(0) });

        Func<Task> call = () => client.GetChatClient("gpt-4o").CompleteChatAsync([new UserChatMessage("hello")]);

        (await call.Should().ThrowAsync<ClientResultException>()).Which.Status.Should().Be(401);
    }

    private static float Dot(float[] left, float[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
