using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Router.Providers.Tests.OpenAI;

public sealed class FixtureTests
{
    private static readonly AIFunction Strict = AIFunctionFactory.Create(() => 42, "GetPersonAge", "Gets the age of the specified person.");

    private static readonly JsonElement PersonSchema = Element(
        """{"type":"object","required":["personName"],"properties":{"personName":{"description":"The person whose age is being requested","type":"string"}}}""");

    public static TheoryData<string> Names =>
    [
        "chat_basic", "chat_basic_stream", "chat_multi_messages", "chat_multipart_system", "chat_empty_assistant",
        "chat_tools_and_content", "chat_tool_call", "chat_tool_call_stream", "chat_strict_tool", "chat_all_options",
        "chat_modelid_override", "chat_reasoning_content", "chat_reasoning_content_stream",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_known_conversation_sends_the_known_body_and_maps_the_known_answer(string name)
    {
        Fixture fixture = Fixture.Load(name);
        (ChatMessage[] messages, ChatOptions? options) = Conversation(name);
        bool stream = name.EndsWith("_stream", StringComparison.Ordinal);
        using OpenAIRig rig = stream ? OpenAIRig.Streaming(fixture.ResponseText) : OpenAIRig.Answering(fixture.ResponseText);
        string model = name.StartsWith("chat_reasoning", StringComparison.Ordinal) ? "gpt-oss-120b" : "gpt-4o-mini";
        IChatClient client = rig.Provider.CreateChatClient(new(model))!;

        List<ChatResponseUpdate> updates = [];
        ChatResponse response;
        if (stream)
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages, options))
            {
                updates.Add(update);
            }

            response = updates.ToChatResponse();
            updates.Select(u => u.ResponseId).Distinct().Should().ContainSingle().Which.Should().StartWith("");
            updates.Select(u => u.Role).Should().AllBeEquivalentTo(ChatRole.Assistant);
            updates[^1].FinishReason.Should().NotBeNull();
        }
        else
        {
            response = await client.GetResponseAsync(messages, options);
        }

        JsonNode.DeepEquals(rig.SentBody, fixture.Request).Should().BeTrue($"{rig.SentBody.ToJsonString()} should be {fixture.Request.ToJsonString()}");
        Expect(response, fixture, stream);
    }

    private static void Expect(ChatResponse response, Fixture fixture, bool stream)
    {
        Expected expected = stream ? Expected.OfStream(fixture.ResponseText) : Expected.OfAnswer(fixture.Response);
        response.ResponseId.Should().Be(expected.Id);
        response.ModelId.Should().Be(expected.Model);
        response.CreatedAt?.ToUnixTimeSeconds().Should().Be(expected.Created);
        response.FinishReason!.Value.Value.Should().Be(expected.Finish);
        response.Messages.Should().ContainSingle();
        response.Messages[0].MessageId.Should().Be(expected.Id);
        response.Text.Should().Be(expected.Text);
        string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(c => c.Text)).Should().Be(expected.Reasoning);
        FunctionCallContent? call = response.Messages[0].Contents.OfType<FunctionCallContent>().SingleOrDefault();
        call?.Name.Should().Be(expected.CallName);
        call?.CallId.Should().Be(expected.CallId);
        (call?.Arguments?["personName"]?.ToString()).Should().Be(expected.CallName is null ? null : "Alice");
        JsonNode? usage = expected.Usage;
        response.Usage?.InputTokenCount.Should().Be((long?)usage?["prompt_tokens"]);
        response.Usage?.OutputTokenCount.Should().Be((long?)usage?["completion_tokens"]);
        response.Usage?.TotalTokenCount.Should().Be((long?)usage?["total_tokens"]);
        response.Usage?.CachedInputTokenCount.Should().Be((long?)usage?["prompt_tokens_details"]?["cached_tokens"]);
        response.Usage?.ReasoningTokenCount.Should().Be((long?)usage?["completion_tokens_details"]?["reasoning_tokens"]);
        (response.Usage is null).Should().Be(usage is null);
        if (usage?["prompt_tokens_details"]?["audio_tokens"] is { } audio)
        {
            response.Usage!.AdditionalCounts!["InputTokenDetails.AudioTokenCount"].Should().Be((long)audio);
            response.Usage.AdditionalCounts["OutputTokenDetails.AudioTokenCount"].Should().Be(456);
        }
    }

    private static (ChatMessage[] Messages, ChatOptions? Options) Conversation(string name)
    {
        ChatMessage hello = new(ChatRole.User, "hello");
        ChatMessage friend = new(ChatRole.System, "You are a really nice friend.");
        switch (name)
        {
            case "chat_basic":
                return ([hello], new() { MaxOutputTokens = 10, Temperature = 0.5f });
            case "chat_basic_stream":
                return ([hello], new() { MaxOutputTokens = 20, Temperature = 0.5f });
            case "chat_modelid_override":
                return ([hello], new() { MaxOutputTokens = 10, Temperature = 0.5f, ModelId = "gpt-4o" });
            case "chat_multi_messages":
                return ([friend, new(ChatRole.User, "hello!"), new(ChatRole.Assistant, "hi, how are you?"), new(ChatRole.User, "i'm good. how are you?")],
                    new() { Temperature = 0.25f, FrequencyPenalty = 0.75f, PresencePenalty = 0.5f, StopSequences = ["great"], Seed = 42, TopK = 3 });
            case "chat_multipart_system":
                return ([new(ChatRole.System, [new TextContent("You are a really nice friend."), new TextContent("Really nice.")]),
                    new(ChatRole.User, "hello!")], null);
            case "chat_empty_assistant":
                return ([new(ChatRole.User, "hello!"), new(ChatRole.Assistant, (string?)null), new(ChatRole.User, "i'm good. how are you?")],
                    new() { Instructions = "You are a really nice friend." });
            case "chat_tools_and_content":
                return ([friend, new(ChatRole.User, "hello!"),
                    new(ChatRole.Assistant,
                        [new TextContent("hi, how are you?"), new FunctionCallContent("12345", "SayHello"), new FunctionCallContent("12346", "SayHi")]),
                    new(ChatRole.Tool,
                        [new FunctionResultContent("12345", "{ \"$type\": \"text\", \"text\": \"Said hello\" }"), new FunctionResultContent("12346", "Said hi")]),
                    new(ChatRole.Assistant, "You are great."), new(ChatRole.User, "Thanks!")], null);
            case "chat_tool_call" or "chat_tool_call_stream":
                return ([new(ChatRole.User, "How old is Alice?")],
                    new() { Tools = [AIFunctionFactory.CreateDeclaration("GetPersonAge", "Gets the age of the specified person.", PersonSchema)] });
            case "chat_strict_tool":
                return ([hello], new() { Tools = [Strict], AdditionalProperties = new() { ["strictJsonSchema"] = true } });
            case "chat_all_options":
                return ([hello], new()
                {
                    Tools = [AIFunctionFactory.CreateDeclaration("GetPersonAge", "",
                        Element("""{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}"""))],
                    AllowMultipleToolCalls = false,
                    RawRepresentationFactory = _ => new JsonObject { ["logprobs"] = true, ["top_logprobs"] = 42, ["store"] = true },
                    AdditionalProperties = new()
                    {
                        ["metadata"] = new Dictionary<string, object?> { ["something"] = "else" },
                        ["user"] = "12345",
                        ["logit_bias"] = new Dictionary<string, int> { ["12"] = 34 },
                        ["store"] = false,
                    },
                });
            default:
                return ([hello], null);
        }
    }

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;

    private sealed record Expected(
        string? Id, string? Model, long? Created, string? Finish, string Text, string Reasoning, string? CallId, string? CallName, JsonNode? Usage)
    {
        internal static Expected OfAnswer(JsonNode answer)
        {
            JsonNode message = answer["choices"]![0]!["message"]!;
            JsonNode? call = message["tool_calls"]?[0];
            return new((string?)answer["id"], (string?)answer["model"], (long?)answer["created"], (string?)answer["choices"]![0]!["finish_reason"],
                (string?)message["content"] ?? "", (string?)message["reasoning_content"] ?? "", (string?)call?["id"],
                (string?)call?["function"]!["name"], answer["usage"]);
        }

        internal static Expected OfStream(string text)
        {
            JsonNode[] chunks = [.. text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];
            JsonNode[] choices = [.. chunks.Select(c => c["choices"]!.AsArray()).Where(c => c.Count > 0).Select(c => c[0]!)];
            JsonNode? call = choices.Select(c => c["delta"]!["tool_calls"]?[0]).FirstOrDefault(c => c is not null);
            return new((string?)chunks[0]["id"], (string?)chunks[0]["model"], (long?)chunks[0]["created"],
                choices.Select(c => (string?)c["finish_reason"]).Last(f => f is not null),
                string.Concat(choices.Select(c => (string?)c["delta"]!["content"])),
                string.Concat(choices.Select(c => (string?)c["delta"]!["reasoning_content"])),
                (string?)call?["id"], (string?)call?["function"]!["name"], chunks[^1]["usage"]);
        }
    }
}
