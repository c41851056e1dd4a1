using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Resilience;

namespace Router.Providers.Tests.OpenAI;

/// <summary>Function calls that servers word in ways of their own, and calls without end.</summary>
public sealed class OddToolCallTests
{
    public static TheoryData<string, string[]> Streams { get; } = new()
    {
        {
            "all under index 0 and without ids",
            [
                """{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}}]}""",
                """{"tool_calls":[{"index":0,"function":{"name":"g","arguments":"{\"x\":"}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"2}"}}]}""",
            ]
        },
        {
            "one function twice, all under index 0 and without ids",
            [
                """{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}},{"index":0,"function":{"name":"f","arguments":"{\"x\":2}"}}]}""",
            ]
        },
        {
            "indexes that differ by a power of two",
            [
                """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""",
                """{"tool_calls":[{"index":4294967296,"id":"b","function":{"name":"f","arguments":"{\"x\":"}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":4294967296,"function":{"arguments":"2}"}}]}""",
            ]
        },
        {
            "interleaved with text",
            [
                """{"content":"let me ","tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""",
                """{"content":"look","tool_calls":[{"index":1,"id":"b","function":{"name":"f","arguments":"{\"x\":2"}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}""",
                """{"content":"."}""",
                """{"tool_calls":[{"index":1,"function":{"arguments":"}"}}]}""",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Parallel_calls_stay_apart(string why, string[] deltas)
    {
        using OpenAIRig rig = OpenAIRig.Streaming(OpenAIRig.Chunks(deltas, "tool_calls"));

        FunctionCallContent[] calls = [.. (await rig.StreamAsync()).SelectMany(update => update.Contents).OfType<FunctionCallContent>()];

        calls.Select(call => call.Exception).Should().AllBeEquivalentTo((Exception?)null, why);
        calls.Select(call => ((JsonElement)call.Arguments!["x"]!).GetInt32()).Should().Equal(1, 2);
        calls.Select(call => call.CallId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task The_form_before_tools_is_a_call_too()
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":null,"function_call":{"name":"f","arguments":"{\"x\":1}"}}""", "\"function_call\""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(
            ["""{"function_call":{"name":"f","arguments":""}}""", """{"function_call":{"arguments":"{\"x\""}}""", """{"function_call":{"arguments":":1}"}}"""], "function_call"));
        using OpenAIRig both = OpenAIRig.Answering(OpenAIRig.Answer(
            """{"function_call":{"name":"f","arguments":"{}"},"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}"""));

        foreach (ChatResponse response in (ChatResponse[])[await unary.AskAsync(), (await stream.StreamAsync()).ToChatResponse(), await both.AskAsync()])
        {
            FunctionCallContent call = response.Messages[0].Contents.OfType<FunctionCallContent>().Should().ContainSingle().Which;
            call.Name.Should().Be("f");
            ((JsonElement)call.Arguments!["x"]!).GetInt32().Should().Be(1);
        }
    }

    [Fact]
    public async Task A_piece_that_calls_nothing_is_no_call_in_either_mode()
    {
        const string Message = """{"content":"x","tool_calls":[{},{"index":0,"id":"a","function":{}}]}""";
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer(Message));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(Message));

        (await unary.AskAsync()).Messages[0].Contents.Should().ContainSingle().Which.Should().BeOfType<TextContent>();
        (await stream.StreamAsync()).ToChatResponse().Messages[0].Contents.Should().ContainSingle().Which.Should().BeOfType<TextContent>();
    }

    [Fact]
    public async Task Calls_without_end_are_refused()
    {
        string many = string.Concat(Enumerable.Range(0, 5_000).Select(i =>
            $"data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{{\"index\":{i},\"id\":\"c{i}\",\"function\":{{\"name\":\"f\"}}}}]}}}}]}}\n\n"));
        using OpenAIRig rig = OpenAIRig.Streaming(many + "data: [DONE]\n\n");

        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task Arguments_without_end_are_refused()
    {
        string piece = $"data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{{\"index\":0,\"id\":\"a\",\"function\":{{\"name\":\"f\",\"arguments\":\"{new string('1', 1 << 20)}\"}}}}]}}}}]}}\n\n";
        using OpenAIRig rig = OpenAIRig.Streaming(string.Concat(Enumerable.Repeat(piece, 17)) + "data: [DONE]\n\n");

        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task A_result_that_is_no_JSON_is_the_callers_fault()
    {
        List<object?> loop = [];
        loop.Add(loop);
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}"""));
        Func<Task> act = () => rig.AskAsync(null, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("a", loop)]));

        Exception failure = (await act.Should().ThrowAsync<Exception>()).Which;

        rig.Provider.Classifier.Classify(failure).Class.Should().Be(FailureClass.CallerFault, failure.GetType().Name);
        rig.Handler.Requests.Should().BeEmpty();
        await rig.AskAsync(null, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("a", default(JsonElement))]));
        ((string?)rig.SentBody["messages"]![0]!["content"]).Should().BeEmpty("an element without a value is nothing");
    }
}
