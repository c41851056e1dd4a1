using Microsoft.Extensions.AI;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class ApprovalRuleTests
{
    private static TestFunction Fine(string name) => new(name, () => $"{name} done");

    private static ToolApprovalResponseContent[] Answers(LoopResult result, bool approved = true, string? reason = null) =>
        [.. result.Contents.OfType<ToolApprovalRequestContent>().Select(request => request.CreateResponse(approved, reason))];

    private static ChatMessage[] Next(LoopResult result, params AIContent[] answers) =>
        [new(ChatRole.User, "go"), .. result.Response.Messages, new(ChatRole.User, [.. answers])];

    private static ChatOptions Tools(TestFunction asked, TestFunction free) => new() { Tools = [new ApprovalRequiredAIFunction(asked), free] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F24_one_call_that_needs_approval_makes_requests_of_all(bool streaming)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan plan = new() { Options = Tools(asked, free), Turns = [Turn("m0", new TextContent("hm"), Call("c0", "free"), Call("c1", "asked"), Call("c2", "free"))] };

        LoopResult result = await plan.RunAsync(streaming);

        result.Shapes.Should().Equal("assistant[hm, ask ficc_c0, ask ficc_c1, ask ficc_c2]");
        result.Contents.OfType<ToolApprovalRequestContent>().Select(request => request.RequiresConfirmation).Should().Equal(false, true, false);
        (asked.Calls.Count + free.Calls.Count, result.Asked.Count).Should().Be((0, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F24_calls_without_approval_run_where_none_of_the_answer_needs_it(bool streaming)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan plan = new() { Options = Tools(asked, free), Turns = [Turn("m0", Call("c0", "free")), Say("m1", "done")] };
        (await plan.RunAsync(streaming)).Shapes.Should().Equal("assistant[free#c0]", "tool[#c0=free done]", "assistant[done]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F25_approved_calls_are_made_and_their_results_stand_right_behind_them_before_what_followed(bool streaming)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan first = new() { Options = Tools(asked, free), Turns = [Turn("m0", new TextContent("hm"), Call("c0", "free"), Call("c1", "asked"))] };
        LoopResult before = await first.RunAsync(streaming);
        LoopPlan second = new() { Options = Tools(asked, free), Turns = [Say("m1", "done")] };

        LoopResult result = await second.RunAsync(streaming, [.. Next(before, Answers(before)), new ChatMessage(ChatRole.User, "and hurry")]);

        result.Sent(0).Should().Equal("user[go]", "assistant[hm, free#c0, asked#c1]", "tool[#c0=free done, #c1=asked done]", "user[and hurry]");
        result.Shapes.Should().Equal("assistant[free#c0, asked#c1]", "tool[#c0=free done, #c1=asked done]", "assistant[done]");
        (result.Asked[0].Messages.ElementAt(1).MessageId, asked.Calls.Count, free.Calls.Count).Should().Be(("m0", 1, 1));
    }

    [Theory]
    [InlineData(true, null, "Tool call invocation rejected.")]
    [InlineData(false, null, "Tool call invocation rejected.")]
    [InlineData(true, "too dear", "Tool call invocation rejected. too dear")]
    [InlineData(false, "too dear", "Tool call invocation rejected. too dear")]
    public async Task F25_a_rejected_call_is_answered_with_the_reason_and_not_made(bool streaming, string? reason, string told)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan plan = new() { Options = Tools(asked, free), Turns = [Turn("m0", Call("c1", "asked"))] };
        LoopResult before = await plan.RunAsync(streaming);
        LoopPlan second = new() { Options = Tools(asked, free), Turns = [Say("m1", "done")] };
        LoopResult result = await second.RunAsync(streaming, Next(before, Answers(before, false, reason)));
        result.ResultOf("c1").Should().Be(told);
        asked.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F26_a_request_without_an_answer_is_an_error_and_nothing_is_made(bool streaming)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan plan = new() { Options = Tools(asked, free), Turns = [Turn("m0", Call("c0", "asked"), Call("c1", "asked"))] };
        LoopResult before = await plan.RunAsync(streaming);
        LoopPlan second = new() { Options = Tools(asked, free), Turns = [Say("m1", "done")] };
        ToolApprovalResponseContent[] answers = Answers(before);
        await second.Awaiting(p => p.RunAsync(streaming, Next(before, answers[0]))).Should().ThrowAsync<InvalidOperationException>().WithMessage("*ficc_c1*");
        asked.Calls.Should().BeEmpty();

        await second.RunAsync(streaming, Next(before, [.. answers]));
        asked.Calls.Should().HaveCount(2, "a request that was refused for its form has handled nothing");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F26_an_answer_without_its_request_is_acted_on_and_what_has_a_result_is_not_made_again(bool streaming)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan plan = new() { Options = Tools(asked, free), Turns = [Say("m1", "done")] };
        FunctionCallContent call = Call("c0", "asked");
        ChatMessage answer = new(ChatRole.User, [new ToolApprovalResponseContent("ficc_c0", true, call)]);
        LoopResult result = await plan.RunAsync(streaming, answer);
        result.Sent(0).Should().Equal("assistant[asked#c0]", "tool[#c0=asked done]");
        call.InformationalOnly.Should().BeTrue();

        LoopPlan again = new() { Options = Tools(asked, free), Turns = [Say("m2", "still done")] };
        ChatMessage copy = new(ChatRole.User, [new ToolApprovalResponseContent("ficc_c0", true, Call("c0", "asked"))]);
        LoopResult second = await again.RunAsync(streaming, [copy, .. result.Response.Messages]);
        second.Sent(0).Should().Equal("assistant[asked#c0]", "tool[#c0=asked done]", "assistant[done]");
        asked.Calls.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F26_approvals_of_hosted_servers_are_left_alone(bool streaming)
    {
        LoopPlan plan = new() { Options = new ChatOptions { Tools = [Fine("f")] }, Turns = [Say("m1", "done")] };
        ToolApprovalRequestContent request = new("r", new McpServerToolCallContent("x", "tool", "server"));
        LoopResult result = await plan.RunAsync(streaming, new ChatMessage(ChatRole.Assistant, [request]), new ChatMessage(ChatRole.User, [request.CreateResponse(true)]));
        result.Sent(0).Should().Equal("assistant[ask r]", "user[answer r]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F27_a_service_that_keeps_the_conversation_gets_results_alone(bool streaming)
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        ChatOptions options = Tools(asked, free);
        options.ConversationId = "conv";
        LoopPlan plan = new() { Options = options, Turns = [Turn("m1", "conv", new TextContent("done"))] };
        ToolApprovalRequestContent request = new("ficc_c0", Call("c0", "asked"));
        LoopResult result = await plan.RunAsync(streaming, new ChatMessage(ChatRole.Assistant, [request]), new ChatMessage(ChatRole.User, [request.CreateResponse(true)]));
        result.Sent(0).Should().Equal("tool[#c0=asked done]");
        result.Shapes.Should().Equal("assistant[asked#c0]", "tool[#c0=asked done]", "assistant[done]");
    }

    [Fact]
    public async Task F28_updates_flow_as_requests_from_the_call_on_that_needs_approval()
    {
        (TestFunction asked, TestFunction free) = (Fine("asked"), Fine("free"));
        LoopPlan plan = new() { Options = Tools(asked, free), Turns = [Turn("m0", Call("c0", "free"), Call("c1", "asked"), new TextContent("after"))] };
        LoopResult result = await plan.RunAsync(streaming: true);
        result.Updates.SelectMany(update => update.Contents).Select(Shape).Should().Equal("ask ficc_c0", "ask ficc_c1", "after", "UsageContent");
    }
}
