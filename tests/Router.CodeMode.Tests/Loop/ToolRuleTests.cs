using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class ToolRuleTests
{
    private static ChatOptions With(params AITool[] tools) => new() { Tools = [.. tools] };

    private static TestFunction Fine(string name = "f") => new(name, () => $"{name} done");

    private static TestFunction Bad(string name = "bad") => new(name, () => throw new InvalidOperationException("boom"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F10_the_requests_tools_come_before_the_additional_ones_which_are_not_sent(bool streaming)
    {
        TestFunction own = Fine();
        TestFunction shadowed = Fine();
        TestFunction extra = Fine("extra");
        LoopPlan plan = new()
        {
            Settings = Direct with { AdditionalTools = [shadowed, extra] },
            Options = With(own),
            Turns = [Turn("m0", Call("c0", "f"), Call("c1", "extra"), Call("c2", "F")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        (own.Calls.Count, shadowed.Calls.Count, extra.Calls.Count).Should().Be((1, 0, 1));
        result.ToolsSent(0).Should().Equal("f");
        result.ResultOf("c2").Should().Contain("not found");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F10_a_tool_that_a_tool_adds_is_there_in_the_next_round(bool streaming)
    {
        TestFunction added = Fine("added");
        List<AITool> tools = [];
        tools.Add(new TestFunction("adder", () =>
        {
            CodeModeChatClient.CurrentInvocation!.Options!.Tools!.Add(added);
            return "added it";
        }));
        ScriptedChatClient inner = new(Turn("m0", Call("c0", "adder")), Turn("m1", Call("c1", "added")), Say("m2", "done"));
        using CodeModeChatClient client = new(inner, Direct);
        ChatOptions options = new() { Tools = tools };
        _ = streaming ? await client.GetStreamingResponseAsync("go", options).ToChatResponseAsync() : await client.GetResponseAsync("go", options);
        added.Calls.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F11_an_unknown_tool_is_answered_and_the_request_goes_on(bool streaming)
    {
        LoopPlan plan = new() { Options = With(Fine()), Turns = [Turn("m0", Call("c0", "nope")), Say("m1", "done")] };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().Be("Error: Requested function \"nope\" not found.");
        result.Asked.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F11_an_unknown_tool_ends_the_request_where_that_is_asked_for(bool streaming)
    {
        TestFunction function = Fine();
        LoopPlan plan = new()
        {
            Settings = Direct with { TerminateOnUnknownCalls = true },
            Options = With(function),
            Turns = [Turn("m0", Call("c0", "f"), Call("c1", "nope")), Say("m1", "never")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked.Should().HaveCount(1);
        function.Calls.Should().BeEmpty();
        result.Results.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F12_a_declared_tool_that_nobody_here_can_call_ends_the_request_and_no_call_of_its_round_is_made(bool streaming)
    {
        TestFunction function = Fine();
        LoopPlan plan = new()
        {
            Options = With(function, Fine("theirs").AsDeclarationOnly()),
            Turns = [Turn("m0", Call("c0", "f"), Call("c1", "theirs")), Say("m1", "never")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        function.Calls.Should().BeEmpty();
        result.Asked.Should().HaveCount(1);
        result.Contents.OfType<FunctionCallContent>().Should().OnlyContain(call => !call.InformationalOnly);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task F13_calls_run_one_after_the_other_or_all_at_once_with_results_in_order(bool streaming, bool concurrent)
    {
        TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int running = 0;
        int most = 0;
        TestFunction first = new("first", async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await (concurrent ? second.Task : Task.CompletedTask);
            Interlocked.Decrement(ref running);
            return "1";
        });
        TestFunction other = new("other", async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            second.SetResult();
            return "2";
        });
        LoopPlan plan = new()
        {
            Settings = Direct with { AllowConcurrentInvocation = concurrent },
            Options = With(first, other),
            Turns = [Turn("m0", Call("c0", "first"), Call("c1", "other")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Shapes.ElementAt(1).Should().Be("tool[#c0=1, #c1=2]");
        most.Should().Be(concurrent ? 2 : 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F14_every_call_gets_one_result_and_all_are_in_one_message(bool streaming)
    {
        FunctionResultContent own = new("c1", "own");
        LoopPlan plan = new()
        {
            Options = With(new TestFunction("none", () => null), new TestFunction("own", () => own), new TestFunction("other", () => new FunctionResultContent("zz", "wrapped"))),
            Turns = [Turn("m0", Call("c0", "none"), Call("c1", "own"), Call("c2", "other"), Call("c3", "nope")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Response.Messages.Should().ContainSingle(message => message.Role == ChatRole.Tool);
        result.Results.Select(answer => answer.CallId).Should().Equal("c0", "c1", "c2", "c3");
        result.ResultOf("c0").Should().Be("Success: Function completed.");
        result.Results.ElementAt(1).Should().BeSameAs(own);
        result.Results.ElementAt(2).Result.Should().BeOfType<FunctionResultContent>().Which.CallId.Should().Be("zz");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F15_a_tool_knows_its_services_its_round_counted_from_0_and_where_it_is_called(bool streaming)
    {
        Services services = new();
        List<(int Iteration, int Index, int Count, bool Streaming)> seen = [];
        bool sameServices = true;
        TestFunction function = new("f", (arguments, _) =>
        {
            ToolInvocation current = CodeModeChatClient.CurrentInvocation!;
            sameServices &= ReferenceEquals(arguments.Services, services);
            seen.Add((current.Iteration, current.FunctionCallIndex, current.FunctionCount, current.IsStreaming));
            return new ValueTask<object?>("ok");
        });
        LoopPlan plan = new()
        {
            Settings = Direct with { Services = services },
            Options = With(function),
            Turns = [Turn("m0", Call("c0", "f"), Call("c1", "f")), Turn("m1", Call("c2", "f")), Say("m2", "done")],
        };
        await plan.RunAsync(streaming);
        seen.Should().Equal((0, 0, 2, streaming), (0, 1, 2, streaming), (1, 0, 1, streaming));
        sameServices.Should().BeTrue();
        CodeModeChatClient.CurrentInvocation.Should().BeNull();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void F16_every_tool_runs_in_the_callers_synchronization_context(bool streaming, bool concurrent)
    {
        PumpContext context = new();
        List<bool> inside = [];
        TestFunction function = new("f", async (_, _) =>
        {
            inside.Add(SynchronizationContext.Current == context);
            await Task.Yield();
            return "ok";
        });
        LoopPlan plan = new()
        {
            Settings = Direct with { AllowConcurrentInvocation = concurrent },
            Options = With(function),
            Turns = [Turn("m0", Call("c0", "f"), Call("c1", "f")), Turn("m1", Call("c2", "f")), Say("m2", "done")],
        };
        context.Run(() => plan.RunAsync(streaming));
        inside.Should().Equal(true, true, true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F17_an_invoker_takes_the_place_of_the_invocation(bool streaming)
    {
        TestFunction function = Fine();
        LoopPlan plan = new()
        {
            Settings = Direct with { FunctionInvoker = (invocation, _) => new ValueTask<object?>($"instead of {invocation.Function.Name}") },
            Options = With(function),
            Turns = [Turn("m0", Call("c0", "f")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().Be("instead of f");
        function.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task F18_a_failure_is_told_in_detail_only_where_that_is_asked_for(bool streaming, bool details)
    {
        LoopPlan plan = new()
        {
            Settings = Direct with { IncludeDetailedErrors = details },
            Options = With(Bad()),
            Turns = [Turn("m0", Call("c0", "bad")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().Be(details ? "Error: Function failed. Exception: boom" : "Error: Function failed.");
        result.Results.Single().Exception.Should().BeOfType<InvalidOperationException>();
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public async Task F19_one_more_failed_round_in_a_row_than_allowed_throws_the_tools_own_exception(bool streaming, int limit)
    {
        TestFunction bad = Bad();
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumConsecutiveErrorsPerRequest = limit },
            Options = With(bad),
            Turns = [.. Enumerable.Range(0, 10).Select(i => Turn($"m{i}", Call($"c{i}", "bad"), Call($"d{i}", "bad")))],
        };
        await plan.Awaiting(p => p.RunAsync(streaming)).Should().ThrowAsync<InvalidOperationException>().WithMessage("boom");
        plan.Inner.Calls.Should().HaveCount(limit + 1);
        bad.Calls.Should().HaveCount((2 * limit) + 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F19_calls_at_once_that_fail_past_the_limit_throw_all_their_exceptions_in_order(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumConsecutiveErrorsPerRequest = 0, AllowConcurrentInvocation = true },
            Options = With(Bad(), new TestFunction("worse", () => throw new NotSupportedException("bang"))),
            Turns = [Turn("m0", Call("c0", "bad"), Call("c1", "worse"))],
        };
        (await plan.Awaiting(p => p.RunAsync(streaming)).Should().ThrowAsync<AggregateException>())
            .Which.InnerExceptions.Select(exception => exception.Message).Should().Equal("boom", "bang");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F19_a_round_without_an_error_starts_the_count_anew(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumConsecutiveErrorsPerRequest = 1 },
            Options = With(Bad(), Fine()),
            Turns = [.. Enumerable.Range(0, 8).Select(i => Turn($"m{i}", Call($"c{i}", i % 2 == 0 ? "bad" : "f"))), Say("m8", "done")],
        };
        (await plan.RunAsync(streaming)).Shapes.Last().Should().Be("assistant[done]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F20_a_cancelled_request_makes_no_result_of_the_exception(bool streaming)
    {
        using CancellationTokenSource source = new();
        CancellationToken seen = default;
        TestFunction function = new("f", (_, token) =>
        {
            seen = token;
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return default;
        });
        LoopPlan plan = new() { Options = With(function), Turns = [Turn("m0", Call("c0", "f")), Say("m1", "never")] };
        await plan.Awaiting(p => p.RunAsync(streaming, source.Token)).Should().ThrowAsync<OperationCanceledException>();
        seen.Should().Be(source.Token);
        plan.Inner.Calls.Should().HaveCount(1);
    }

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
