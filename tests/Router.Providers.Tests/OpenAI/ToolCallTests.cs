using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.Tests.OpenAI;

public sealed class ToolCallTests
{
    public static TheoryData<string, string[]> Streams => new()
    {
        {
            "interleaved indexes",
            [
                """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}""",
                """{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}},{"index":1,"function":{"arguments":"{\"y\":2"}}]}""",
                """{"tool_calls":[{"index":1,"function":{"arguments":"}"}},{"index":0,"function":{"arguments":":1}"}}]}""",
            ]
        },
        {
            "no index",
            [
                """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""",
                """{"tool_calls":[{"function":{"arguments":"1}"}}]}""",
                """{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}""",
                """{"tool_calls":[{"id":"b","function":{"arguments":"2}"}}]}""",
            ]
        },
        {
            "all under index 0",
            [
                """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}""",
                """{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}]}""",
            ]
        },
        {
            "arguments as objects, name repeated, closing piece of nulls",
            [
                """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":{"x":1}}}]}""",
                """{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}""",
                """{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"2}"}}]}""",
                """{"tool_calls":[{"index":1,"id":null,"function":{"name":null,"arguments":""}}]}""",
                """{"tool_calls":null}""",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Pieces_become_whole_calls_in_one_last_update(string why, string[] deltas)
    {
        using OpenAIRig rig = OpenAIRig.Streaming(OpenAIRig.Chunks(deltas, "tool_calls"));

        List<ChatResponseUpdate> updates = await rig.StreamAsync();

        updates.SkipLast(1).SelectMany(u => u.Contents).Should().BeEmpty(why);
        FunctionCallContent[] calls = [.. updates[^1].Contents.Cast<FunctionCallContent>()];
        calls.Select(c => (c.CallId, c.Name)).Should().Equal(("a", "f"), ("b", "g"));
        ((JsonElement)calls[0].Arguments!["x"]!).GetInt32().Should().Be(1);
        ((JsonElement)calls[1].Arguments!["y"]!).GetInt32().Should().Be(2);
        updates[^1].FinishReason.Should().Be(ChatFinishReason.ToolCalls);
    }

    [Theory]
    [InlineData("""{"function":{"name":"f","arguments":"{\"x\":1}"}}""")]
    [InlineData("""{"name":"f","arguments":{"x":1}}""")]
    public async Task Calls_without_ids_get_one_each(string call)
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer($"{{\"tool_calls\":[{call},{call}]}}", "\"tool_calls\""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks([$"{{\"tool_calls\":[{call},{call}]}}"], "tool_calls"));

        foreach (ChatResponse response in (ChatResponse[])[await unary.AskAsync(), (await stream.StreamAsync()).ToChatResponse()])
        {
            FunctionCallContent[] calls = [.. response.Messages[0].Contents.OfType<FunctionCallContent>()];
            calls.Should().HaveCount(2).And.OnlyContain(c => c.Name == "f" && c.CallId.Length > 0 && c.Arguments!.ContainsKey("x"));
            calls.Select(c => c.CallId).Should().OnlyHaveUniqueItems();
        }
    }

    [Theory]
    [InlineData("{\\\"x\\\":")]
    [InlineData("not json")]
    [InlineData("[1]")]
    public async Task Arguments_that_are_no_object_leave_the_call_with_its_fault(string arguments)
    {
        string call = $"{{\"tool_calls\":[{{\"index\":0,\"id\":\"a\",\"function\":{{\"name\":\"f\",\"arguments\":\"{arguments}\"}}}}]}}";
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer(call));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(call));

        foreach (ChatResponse response in (ChatResponse[])[await unary.AskAsync(), (await stream.StreamAsync()).ToChatResponse()])
        {
            FunctionCallContent found = response.Messages[0].Contents.OfType<FunctionCallContent>().Single();
            found.Exception.Should().NotBeNull();
            found.Name.Should().Be("f");
        }
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"{}\"")]
    [InlineData("null")]
    public async Task No_arguments_are_an_empty_set(string arguments)
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer($"{{\"tool_calls\":[{{\"id\":\"a\",\"function\":{{\"name\":\"f\",\"arguments\":{arguments}}}}}]}}"));

        FunctionCallContent call = (await rig.AskAsync()).Messages[0].Contents.OfType<FunctionCallContent>().Single();

        call.Exception.Should().BeNull();
        call.Arguments.Should().BeEmpty();
    }
}
