using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Router.Providers.Tests.WorkersAI;

public sealed class CallIdTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repeating_ids_are_unique_outward_and_counted_inward(bool stream)
    {
        string answer = """{"choices":[{"message":{"tool_calls":[{"index":0,"id":"functions.f:0","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";
        using WorkersAIRig rig = WorkersAIRig.Answering(answer);
        List<ChatMessage> conversation = [new(ChatRole.User, "go")];
        for (int turn = 0; turn < 2; turn++)
        {
            ChatResponse response = await rig.AskAsync(WorkersAIRig.Kimi, stream, messages: [.. conversation]);
            conversation.AddRange(response.Messages);
            FunctionCallContent call = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
            conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "done")]));
        }

        await rig.AskAsync(WorkersAIRig.Kimi, stream, messages: [.. conversation]);

        conversation.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Select(c => c.CallId)
            .Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.StartsWith("call_", StringComparison.Ordinal) && id.Length <= 40);
        JsonArray sent = rig.Sent["messages"]!.AsArray();
        sent.Where(m => m!["tool_calls"] is not null).Select(m => m!["tool_calls"]![0]!["id"]!.ToString()).Should().Equal("functions.f:0", "functions.f:1");
        sent.Where(m => m!["role"]!.ToString() == "tool").Select(m => m!["tool_call_id"]!.ToString()).Should().Equal("functions.f:0", "functions.f:1");
    }

    [Fact]
    public async Task An_id_that_the_conversation_holds_already_is_not_given_again()
    {
        string answer = """{"choices":[{"message":{"tool_calls":[{"id":"one","function":{"name":"f","arguments":"{}"}},{"id":"two","function":{"name":"f","arguments":"{}"}},{"id":"two","function":{"name":"f","arguments":"{}"}}]}}]}""";
        using WorkersAIRig rig = WorkersAIRig.Answering(answer);

        ChatResponse response = await rig.AskAsync(WorkersAIRig.Newer, messages:
        [
            new(ChatRole.Assistant, [new FunctionCallContent("one", "f")]), new(ChatRole.Tool, [new FunctionResultContent("one", "x")]),
        ]);

        string[] ids = [.. response.Messages[0].Contents.OfType<FunctionCallContent>().Select(c => c.CallId)];
        ids[0].Should().NotBe("one");
        ids[1].Should().Be("two");
        ids.Should().OnlyHaveUniqueItems();
        rig.Sent["messages"]![0]!["tool_calls"]![0]!["id"]!.ToString().Should().Be("one");
    }
}
