using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class SuspensionTests
{
    private static TestFunction Fine(string name) => new(name, () => $"{name} done");

    private static ChatMessage[] Next(LoopResult result, params AIContent[] answers) =>
        [new(ChatRole.User, "go"), .. result.Response.Messages, new(ChatRole.User, [.. answers])];

    private static AIContent[] Answers(LoopResult result, bool approved = true, string? reason = null) =>
        [.. result.Contents.OfType<ToolApprovalRequestContent>().Select(request => request.CreateResponse(approved, reason))];

    private static ChatMessage[] Stored(ChatMessage[] messages) => [.. messages.Select(message => (ChatMessage)JsonSerializer.Deserialize(
        JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage))), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage)))!)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_another_process_holds_is_the_callers_to_know_and_nothing_is_lost(bool streaming)
    {
        TestExecutor executor = new();
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(Fine("mail_send"))] };
        LoopResult asked = await new LoopPlan { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m0", Program("c0", "call mail.send"))] }.RunAsync(streaming);
        ChatMessage[] messages = Next(asked, Answers(asked));
        LoopPlan Plan(ICodeExecutor by) => new() { Settings = Enforced with { AllowConcurrentInvocation = true }, Executor = by, Options = options, Turns = [Say("m1", "done")] };
        await Plan(new BusyExecutor()).Awaiting(p => p.RunAsync(streaming, messages)).Should().ThrowAsync<CodeRunBusyException>();
        (await Plan(executor).RunAsync(streaming, messages)).ResultOf("c0").Should().Contain("mail_send done");
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public async Task A_program_sleeps_for_a_decision_and_goes_on_with_it_also_in_another_process(bool streaming, bool restart, bool approved)
    {
        TestFunction read = Fine("mail_read");
        TestFunction send = Fine("mail_send");
        TestExecutor.Runs runs = new();
        TestExecutor executor = new(runs);
        ChatOptions options = new() { Tools = [read, new ApprovalRequiredAIFunction(send)] };
        LoopPlan first = new()
        {
            Settings = Enforced,
            Executor = executor,
            Options = options,
            Turns = [Turn("m0", Call("c0", "generate_code", ("task", "t")), Program("c1", "call mail.read\ncall mail.send {\"id\":3}"))],
        };

        LoopResult asked = await first.RunAsync(streaming);

        string runId = executor.Requests.Single().RunId!;
        ToolApprovalRequestContent request = asked.Contents.OfType<ToolApprovalRequestContent>().Single();
        request.RequestId.Should().Be($"code:{runId}:2:c1");
        FunctionCallContent shown = request.ToolCall.Should().BeOfType<FunctionCallContent>().Subject;
        (shown.Name, shown.Arguments!["id"]!.ToString(), shown.InformationalOnly).Should().Be(("mail.send", "3", true));
        asked.Results.Select(result => result.CallId).Should().Equal("c0");
        (send.Calls.Count, asked.Asked.Count, runs.Count).Should().Be((0, 1, 1));

        LoopPlan second = new() { Settings = Enforced, Executor = restart ? new TestExecutor(runs) : executor, Options = options, Turns = [Say("m1", "done")] };
        ChatMessage[] messages = Next(asked, Answers(asked, approved, "no"));
        LoopResult result = await second.RunAsync(streaming, restart ? Stored(messages) : messages);

        result.ResultOf("c1").Should().Contain(approved ? "\"result\":\"mail_send done\"" : "\"result\":\"refused: no\"");
        result.Sent(0).Should().HaveCount(4).And.StartWith("user[go]");
        result.Asked[0].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(answer => answer.CallId).Should().Equal("c0", "c1");
        (read.Calls.Count, send.Calls.Count, runs.Count).Should().Be((1, approved ? 1 : 0, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Several_programs_sleep_at_once_and_one_asks_twice(bool streaming)
    {
        TestFunction send = Fine("mail_send");
        TestFunction plain = Fine("plain");
        TestExecutor executor = new();
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(send), new DirectOnlyFunction(plain)] };
        LoopPlan Plan(string? text = null) => new() { Settings = Enforced, Executor = executor, Options = options, Turns = [text is null ? Turn("m0", Program("c0", "call mail.send"), Call("c1", "plain"), Program("c2", "call mail.send\ncall mail.send")) : Say("m9", text)] };

        LoopResult one = await Plan().RunAsync(streaming);
        one.Contents.OfType<ToolApprovalRequestContent>().Should().HaveCount(2);
        one.ResultOf("c1").Should().Be("plain done");

        ChatMessage[] history = Next(one, Answers(one));
        LoopResult two = await Plan("never").RunAsync(streaming, history);
        two.Asked.Should().BeEmpty();
        two.Results.Select(result => result.CallId).Should().Equal("c0");

        LoopResult three = await Plan("done").RunAsync(streaming, [.. history, .. two.Response.Messages, new(ChatRole.User, [.. Answers(two)])]);
        three.Results.Select(result => result.CallId).Should().Equal("c2");
        executor.Resumes[^1].Approvals.Keys.Should().Equal([2], "what was decided before is not decided again");
        three.Asked[0].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId).Should().BeEquivalentTo("c0", "c1", "c2");
        three.Asked[0].Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Should().BeEmpty();
        (send.Calls.Count, plain.Calls.Count).Should().Be((3, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_program_that_waits_for_several_calls_goes_on_with_the_decisions_that_came(bool streaming)
    {
        TestFunction send = Fine("mail_send");
        TestExecutor executor = new();
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(send)] };
        LoopPlan Plan(params AIContent[] contents) => new() { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m0", contents)] };
        LoopResult one = await Plan(Program("c0", "all\ncall mail.send {\"id\":1}\ncall mail.send {\"id\":2}")).RunAsync(streaming);
        AIContent[] answers = Answers(one);
        answers.Should().HaveCount(2);
        await Plan().Awaiting(p => p.RunAsync(streaming, Next(one))).Should().ThrowAsync<InvalidOperationException>();

        ChatMessage[] history = Next(one, answers[1]);
        LoopResult two = await Plan().RunAsync(streaming, history);
        two.Contents.OfType<ToolApprovalRequestContent>().Single().RequestId.Should().Be(one.Contents.OfType<ToolApprovalRequestContent>().First().RequestId);
        send.Calls.Should().HaveCount(1);

        LoopResult three = await Plan(new TextContent("done")).RunAsync(streaming, [.. history, .. two.Response.Messages, new(ChatRole.User, [answers[0]])]);
        three.Results.Should().ContainSingle(result => result.CallId == "c0");
        send.Calls.Select(call => call["id"]!.ToString()).Should().Equal("2", "1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_that_keeps_the_conversation_gets_all_results_of_the_round_though_the_caller_sends_answers_alone(bool streaming)
    {
        TestExecutor executor = new();
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(Fine("mail_send")), new DirectOnlyFunction(Fine("plain"))] };
        LoopPlan first = new() { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m0", "conv", Program("c0", "call mail.send"), Call("c1", "plain"))] };
        LoopResult asked = await first.RunAsync(streaming);
        options = options.Clone();
        options.ConversationId = "conv";
        LoopPlan second = new() { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m1", "conv", new TextContent("done"))] };
        LoopResult result = await second.RunAsync(streaming, new ChatMessage(ChatRole.User, [.. Answers(asked)]));
        result.Asked[0].Messages.Should().ContainSingle().Which.Contents.OfType<FunctionResultContent>().Select(answer => answer.CallId).Should().BeEquivalentTo("c0", "c1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_program_that_is_no_longer_kept_is_answered_once(bool streaming)
    {
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(Fine("mail_send"))] };
        LoopResult asked = await new LoopPlan { Settings = Enforced, Options = options, Turns = [Turn("m0", Program("c0", "call mail.send"))] }.RunAsync(streaming);
        LoopPlan second = new() { Settings = Enforced, Options = options, Turns = [Say("m1", "done")] };
        (await second.RunAsync(streaming, Next(asked, Answers(asked)))).ResultOf("c0").Should().Contain("no longer kept");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_program_that_waits_goes_on_whatever_the_policy_has_become(bool streaming)
    {
        TestExecutor executor = new();
        TestFunction send = Fine("mail_send");
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(send)] };
        LoopResult asked = await new LoopPlan { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m0", Program("c0", "call mail.send"))] }.RunAsync(streaming);
        LoopPlan second = new() { Settings = new CodeModeOptions(), Executor = executor, Options = options, Turns = [Say("m1", "done")] };
        (await second.RunAsync(streaming, Next(asked, Answers(asked)))).ResultOf("c0").Should().Contain("mail_send done");
        send.Calls.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_program_that_waits_again_leaves_the_conversation_that_the_service_keeps(bool streaming)
    {
        TestExecutor executor = new();
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(Fine("mail_send"))] };
        LoopPlan first = new() { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m0", "conv", Program("c0", "call mail.send\ncall mail.send"), Program("c1", "call mail.send"))] };
        LoopResult asked = await first.RunAsync(streaming);
        options = options.Clone();
        options.ConversationId = "conv";
        AIContent[] answers = Answers(asked);
        LoopPlan second = new() { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m1", "conv", new TextContent("done"))] };

        // Each answer in a message of its own.
        LoopResult again = await second.RunAsync(streaming, [.. answers.Reverse().Select(answer => new ChatMessage(ChatRole.User, [answer]))]);
        again.Response.ConversationId.Should().Be("conv");
        LoopPlan third = new() { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m1", "conv", new TextContent("done"))] };
        LoopResult result = await third.RunAsync(streaming, new ChatMessage(ChatRole.User, [.. Answers(again)]));
        result.Asked[0].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(answer => answer.CallId).Should().BeEquivalentTo("c0", "c1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_that_a_service_numbers_anew_in_every_answer_are_told_apart(bool streaming)
    {
        TestFunction send = Fine("mail_send");
        TestFunction drop = Fine("drop");
        TestExecutor executor = new();
        ChatOptions options = new() { Tools = [new ApprovalRequiredAIFunction(send), new DirectOnlyFunction(new ApprovalRequiredAIFunction(drop))] };
        ChatMessage[] history = [new(ChatRole.User, "go")];
        foreach (FunctionCallContent call in new[] { Program("call_0", "call mail.send"), Call("call_0", "drop"), Program("call_0", "call mail.send"), Call("call_0", "drop") })
        {
            LoopResult asked = await new LoopPlan { Settings = Enforced, Executor = executor, Options = options, Turns = [Turn("m0", call)] }.RunAsync(streaming, history);
            history = [.. history, .. asked.Response.Messages, new(ChatRole.User, [.. Answers(asked)])];
            LoopResult result = await new LoopPlan { Settings = Enforced, Executor = executor, Options = options, Turns = [Say("m1", "done")] }.RunAsync(streaming, history);
            result.Results.Should().ContainSingle();
            history = [.. history, .. result.Response.Messages];
        }

        (send.Calls.Count, drop.Calls.Count).Should().Be((2, 2));
    }

    private sealed class BusyExecutor : ICodeExecutor
    {
        public Task<CodeResult> RunAsync(CodeRequest request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<CodeResult> ResumeAsync(CodeResume request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default) =>
            throw new CodeRunBusyException("held");
    }
}
