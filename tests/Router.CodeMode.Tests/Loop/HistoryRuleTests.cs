using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class HistoryRuleTests
{
    private static ChatOptions With(params AITool[] tools) => new() { Tools = [.. tools] };

    private static TestFunction Fine(string name = "f") => new(name, () => $"{name} done");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F4_and_F22_a_required_tool_is_required_once_and_a_continuation_is_continued_once(bool streaming)
    {
        LoopPlan plan = new()
        {
            Options = new ChatOptions { Tools = [Fine()], ToolMode = ChatToolMode.RequireAny, ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) },
            Turns = [Turn("m0", Call("c0", "f")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked[0].Options.Should().BeSameAs(plan.Options);
        result.Asked[1].Options!.ToolMode.Should().BeNull();
        result.Asked[1].Options!.ContinuationToken.Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F22_options_that_need_no_change_are_handed_on_as_they_are(bool streaming)
    {
        LoopPlan plan = new() { Options = With(Fine()), Turns = [Turn("m0", Call("c0", "f")), Say("m1", "done")] };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked.Should().OnlyContain(call => ReferenceEquals(call.Options, plan.Options));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F21_without_a_conversation_the_whole_history_is_sent(bool streaming)
    {
        LoopPlan plan = new() { Options = With(Fine()), Turns = [Turn("m0", new TextContent("a"), Call("c0", "f"), new TextContent("b")), Say("m1", "done")] };
        LoopResult result = await plan.RunAsync(streaming);
        result.Sent(1).Should().Equal("user[go]", "assistant[a, f#c0, b]", "tool[#c0=f done]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F21_with_a_conversation_only_results_are_sent_and_when_its_id_is_gone_everything_again(bool streaming)
    {
        LoopPlan plan = new()
        {
            Options = With(Fine()),
            Turns = [Turn("m0", "conv1", Call("c0", "f")), Turn("m1", "conv2", Call("c1", "f")), Turn("m2", Call("c2", "f")), Say("m3", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Sent(1).Should().Equal("tool[#c0=f done]");
        result.Asked[1].Options!.ConversationId.Should().Be("conv1");
        result.Sent(2).Should().Equal("tool[#c1=f done]");
        result.Asked[2].Options!.ConversationId.Should().Be("conv2");
        result.Sent(3).Should().Equal(
            "user[go]", "assistant[f#c0]", "tool[#c0=f done]", "assistant[f#c1]", "tool[#c1=f done]", "assistant[f#c2]", "tool[#c2=f done]");
        result.Asked[3].Options!.ConversationId.Should().BeNull();
    }

    [Fact]
    public async Task F23_the_order_of_contents_is_kept()
    {
        foreach (bool streaming in new[] { true, false })
        {
            LoopPlan plan = new() { Options = With(Fine()), Turns = [Turn("m0", new TextContent("a"), Call("c0", "f"), new TextContent("b"), Call("c1", "f")), Say("m1", "done")] };
            (await plan.RunAsync(streaming)).Shapes.First().Should().Be("assistant[a, f#c0, b, f#c1]");
        }
    }

    [Fact]
    public async Task F28_what_comes_before_the_first_call_is_not_held_back_and_the_rest_of_its_answer_is()
    {
        List<string> seen = [];
        FunctionCallContent call = Call("c0", "f");
        TestFunction function = new("f", () =>
        {
            seen.Add("ran");
            return "ok";
        });
        using CodeModeChatClient client = new(new ScriptedChatClient(Turn("m0", new TextContent("a"), new TextContent("b"), call), Say("m1", "done")), Direct);
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("go", With(function)))
        {
            seen.AddRange(update.Contents.Select(Shape));
        }

        seen.Should().Equal("a", "b", "f#c0", "UsageContent", "ran", "#c0=ok", "done", "UsageContent");
    }

    [Fact]
    public void F28_a_call_is_held_until_its_answer_has_ended()
    {
        StreamedAnswer answer = new(new ToolMap([Fine()], []));
        ChatResponseUpdate[] updates = [new(ChatRole.Assistant, "a"), new(ChatRole.Assistant, [Call("c0", "f")]), new(ChatRole.Assistant, "b")];
        updates.Select(update => answer.Add(update).Count).Should().Equal(1, 0, 0);
        answer.End().Should().Equal(updates[1..]);
    }

    [Fact]
    public async Task F29_results_stream_as_updates_of_one_message_with_the_conversation_of_the_answer()
    {
        LoopPlan plan = new() { Options = With(Fine()), Turns = [Turn("m0", "conv", Call("c0", "f"), Call("c1", "f")), Turn("m1", "conv", Call("c2", "f")), Say("m2", "done")] };
        LoopResult result = await plan.RunAsync(streaming: true);
        ChatResponseUpdate[] tools = [.. result.Updates.Where(update => update.Role == ChatRole.Tool)];
        tools.Should().HaveCount(2);
        tools.Select(update => update.MessageId).Distinct().Should().ContainSingle().Which.Should().NotBeNullOrEmpty();
        tools.Should().OnlyContain(update => update.ResponseId == update.MessageId && update.ConversationId == "conv");
        result.Updates.SelectMany(update => update.Contents).OfType<UsageContent>().Should().HaveCount(3);
    }
}
