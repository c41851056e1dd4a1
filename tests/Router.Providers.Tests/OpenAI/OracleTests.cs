#pragma warning disable OPENAI001 // The official client marks seed, effort, audio and files as experimental.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using global::OpenAI;
using global::OpenAI.Chat;
using Microsoft.Extensions.AI;
using Router.TestKit;
using OracleMessage = global::OpenAI.Chat.ChatMessage;

namespace Router.Providers.Tests.OpenAI;

/// <summary>The official client, given the same conversation, must send the same JSON as ours.</summary>
public sealed class OracleTests
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    private static readonly byte[] Pixel = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    [Fact]
    public Task All_options_are_sent_alike() => AgreeAsync(
        [new UserChatMessage("hello <é> & \"quoted\"")],
        new ChatCompletionOptions
        {
            Temperature = 0.7f,
            TopP = 0.1f,
            MaxOutputTokenCount = 100,
            FrequencyPenalty = 0.3f,
            PresencePenalty = -0.2f,
            StopSequences = { "a", "b" },
            Seed = 7,
            ReasoningEffortLevel = ChatReasoningEffortLevel.Low,
            ResponseFormat = global::OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat(),
        },
        [new(ChatRole.User, "hello <é> & \"quoted\"")],
        new ChatOptions
        {
            Temperature = 0.7f,
            TopP = 0.1f,
            MaxOutputTokens = 100,
            FrequencyPenalty = 0.3f,
            PresencePenalty = -0.2f,
            StopSequences = ["a", "b"],
            Seed = 7,
            Reasoning = new() { Effort = ReasoningEffort.Low },
            ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.Json,
        });

    [Fact]
    public Task Tools_choice_and_schema_are_sent_alike() => AgreeAsync(
        [new UserChatMessage("hello")],
        new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("weather", "Tells it.", BinaryData.FromString(Schema), true) },
            ToolChoice = ChatToolChoice.CreateFunctionChoice("weather"),
            AllowParallelToolCalls = true,
            ResponseFormat = global::OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Schema), "A place.", true),
        },
        [new(ChatRole.User, "hello")],
        new ChatOptions
        {
            Tools = [AIFunctionFactory.CreateDeclaration("weather", "Tells it.", Element(Schema))],
            ToolMode = ChatToolMode.RequireSpecific("weather"),
            AllowMultipleToolCalls = true,
            ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema(Element(Schema), "place", "A place."),
            AdditionalProperties = new() { ["strict"] = true },
        });

    [Fact]
    public Task A_conversation_with_tools_is_sent_alike() => AgreeAsync(
        [
            new SystemChatMessage("Be brief."), new DeveloperChatMessage("And kind."), new UserChatMessage("Weather?") { ParticipantName = "Ann_1" },
            new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("c1", "weather", BinaryData.FromString("{\"city\":\"Oslo\"}"))]),
            new ToolChatMessage("c1", "rain"), new AssistantChatMessage("Rain."), new UserChatMessage("Thanks"),
        ],
        new ChatCompletionOptions(),
        [
            new(ChatRole.User, "Weather?") { AuthorName = "Ann _1!" },
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" }), new UsageContent()]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "rain")]), new(ChatRole.Assistant, "Rain."), new(ChatRole.User, "Thanks"),
        ],
        new ChatOptions(),
        [new(ChatRole.System, "Be brief."), new(new ChatRole("developer"), "And kind.")]);

    [Fact]
    public Task Images_audio_and_files_are_sent_alike() => AgreeAsync(
        [
            new UserChatMessage(
                ChatMessageContentPart.CreateTextPart("Look"),
                ChatMessageContentPart.CreateImagePart(new Uri("https://a.test/x.png?y=1"), ChatImageDetailLevel.High),
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Pixel), "image/png"),
                ChatMessageContentPart.CreateInputAudioPart(BinaryData.FromBytes(Pixel), ChatInputAudioFormat.Mp3),
                ChatMessageContentPart.CreateFilePart(BinaryData.FromBytes(Pixel), "application/pdf", "a.pdf"),
                ChatMessageContentPart.CreateFilePart("file-1")),
        ],
        new ChatCompletionOptions(),
        [
            new(ChatRole.User,
            [
                new TextContent("Look"),
                new UriContent("https://a.test/x.png?y=1", "image/png") { AdditionalProperties = new() { ["detail"] = "high" } },
                new DataContent(Pixel, "image/png"), new DataContent(Pixel, "audio/mpeg"), new DataContent(Pixel, "application/pdf") { Name = "a.pdf" },
                new HostedFileContent("file-1"),
            ]),
        ],
        new ChatOptions());

    private static async Task AgreeAsync(
        OracleMessage[] theirs, ChatCompletionOptions theirOptions, Microsoft.Extensions.AI.ChatMessage[] ours, ChatOptions ourOptions,
        params Microsoft.Extensions.AI.ChatMessage[] leading)
    {
        foreach (bool stream in (bool[])[false, true])
        {
            using StubHttpHandler handler = new(_ => stream
                ? StubHttpHandler.EventStream(OpenAIRig.Chunks("""{"content":"x"}"""))
                : StubHttpHandler.Json(OpenAIRig.Answer("""{"role":"assistant","content":"x"}""")));
            using HttpClient http = new(handler);
            ChatClient oracle = new("gpt-4o-mini", new ApiKeyCredential("sk-test"), new OpenAIClientOptions
            {
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(0),
            });
            if (stream)
            {
                await foreach (StreamingChatCompletionUpdate _ in oracle.CompleteChatStreamingAsync(theirs, theirOptions))
                {
                }
            }
            else
            {
                await oracle.CompleteChatAsync(theirs, theirOptions);
            }

            using OpenAIRig rig = new(handler);
            Microsoft.Extensions.AI.ChatMessage[] all = [.. leading, .. ours];
            await (stream ? rig.StreamAsync(ourOptions, all) : (Task)rig.AskAsync(ourOptions, all));

            JsonNode.DeepEquals(handler.Requests[1].Json, handler.Requests[0].Json)
                .Should().BeTrue($"{handler.Requests[1].Text} should be {handler.Requests[0].Text}");
            handler.Requests[1].Message.RequestUri.Should().Be(handler.Requests[0].Message.RequestUri);
            handler.Requests[1].Header("Authorization").Should().Be(handler.Requests[0].Header("Authorization"));
        }
    }

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
