using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Tokens;

namespace Router.Tests.Tokens;

public sealed class MessageTokensTests
{
    private const string Words = "one two six ten";
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}""";

    private static readonly long Plain = MessageTokens.Of([new ChatMessage(ChatRole.User, "hi")], null);

    [Fact]
    public void A_message_is_its_text_and_a_frame()
    {
        MessageTokens.Of([], null).Should().Be(3);
        Plain.Should().Be(3 + 4 + 1);
        MessageTokens.Of([new ChatMessage(ChatRole.User, "hi"), new ChatMessage(ChatRole.User, Words)], null).Should().Be(Plain + 4 + 4);
    }

    public static TheoryData<string, AIContent, long> Contents => new()
    {
        { "text", new TextContent(Words), 4 },
        { "reasoning", new TextReasoningContent(Words), 4 },
        { "no reasoning", new TextReasoningContent(null), 0 },
        { "result", new FunctionResultContent("1", Words), 4 },
        { "no result", new FunctionResultContent("1", null), 1 },
        { "json result", new FunctionResultContent("1", Json("""{"a":1}""")), 6 },
        { "object result", new FunctionResultContent("1", new Dictionary<string, object?> { ["a"] = 1 }), 6 },
        { "unwritable result", new FunctionResultContent("1", new Action(() => { })), 0 },
        { "contents", new FunctionResultContent("1", new List<AIContent> { new TextContent(Words) }), 4 },
        { "call", new FunctionCallContent("1", "get"), 5 },
        { "arguments", new FunctionCallContent("1", "get", new Dictionary<string, object?> { ["a"] = Words, ["b"] = 1 }), 5 + 7 + 4 },
        { "image", new DataContent(new byte[] { 1 }, "image/png"), 1_000 },
        { "image elsewhere", new UriContent("https://example.org/a.png", "image/png"), 1_000 },
        { "text file", new DataContent("one two"u8.ToArray(), "text/plain"), 2 },
        { "sound", new DataContent(new byte[] { 1 }, "audio/wav"), 0 },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Every_content_counts_what_a_model_reads_of_it(string name, AIContent content, long expected) =>
        MessageTokens.Of([new ChatMessage(ChatRole.User, [content])], null).Should().Be(3 + 4 + expected, name);

    [Fact]
    public void Instructions_tools_and_schemas_are_input_too()
    {
        ChatMessage[] messages = [new(ChatRole.User, "hi")];
        AIFunctionDeclaration tool = AIFunctionFactory.CreateDeclaration("get", Words, Json(Schema));
        long schema = TokenHeuristic.Estimate(Schema);
        schema.Should().BeInRange(20, 40);

        MessageTokens.Of(messages, new ChatOptions()).Should().Be(Plain);
        MessageTokens.Of(messages, new ChatOptions { Instructions = Words }).Should().Be(Plain + 4 + 4);
        MessageTokens.Of(messages, new ChatOptions { Tools = [tool, new HostedWebSearchTool()] }).Should().Be(Plain + 10 + 1 + 4 + schema);
        MessageTokens.Of(messages, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Json(Schema)) }).Should().Be(Plain + schema);
        MessageTokens.Of(messages, new ChatOptions { ResponseFormat = ChatResponseFormat.Json }).Should().Be(Plain);
    }

    [Fact]
    public void The_messages_are_read_once()
    {
        int reads = 0;
        MessageTokens.Of(Once(), null).Should().Be(Plain);

        IEnumerable<ChatMessage> Once()
        {
            (++reads).Should().Be(1);
            yield return new ChatMessage(ChatRole.User, "hi");
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
