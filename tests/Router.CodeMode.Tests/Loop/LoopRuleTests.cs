using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class LoopRuleTests
{
    private static ChatOptions With(params AITool[] tools) => new() { Tools = [.. tools] };

    private static TestFunction Fine(string name = "f") => new(name, () => $"{name} done");

    private static TestFunction Bad(string name = "bad") => new(name, () => throw new InvalidOperationException("boom"));

    [Fact]
    public void F1_the_defaults_are_40_rounds_3_errors_one_call_at_a_time_and_no_details()
    {
        CodeModeOptions options = new();
        options.MaximumIterationsPerRequest.Should().Be(40);
        options.MaximumConsecutiveErrorsPerRequest.Should().Be(3);
        options.AllowConcurrentInvocation.Should().BeFalse();
        options.IncludeDetailedErrors.Should().BeFalse();
        options.TerminateOnUnknownCalls.Should().BeFalse();
        options.AdditionalTools.Should().BeEmpty();
        options.FunctionInvoker.Should().BeNull();
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, -1)]
    public void F1_limits_below_their_least_are_refused_when_the_client_is_made(int rounds, int errors)
    {
        CodeModeOptions options = Direct with { MaximumIterationsPerRequest = rounds, MaximumConsecutiveErrorsPerRequest = errors };
        using ScriptedChatClient inner = new();
        FluentActions.Invoking(() => new CodeModeChatClient(inner, options)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*it is at least*");
    }

    [Fact]
    public void A_client_whose_policy_needs_an_executor_or_a_catalogue_is_not_made_without()
    {
        using ScriptedChatClient inner = new();
        FluentActions.Invoking(() => new CodeModeChatClient(inner, new CodeModeOptions())).Should().Throw<ArgumentException>().WithMessage("*Executor*");
        FluentActions.Invoking(() => new CodeModeChatClient(inner, new CodeModeOptions { Executor = new TestExecutor() }))
            .Should().Throw<ArgumentException>().WithMessage("*Catalogue*");
    }

    [Fact]
    public async Task F2_no_messages_are_an_error_at_once()
    {
        using CodeModeChatClient client = new(new ScriptedChatClient(), Direct);
        await FluentActions.Awaiting(() => client.GetResponseAsync((IEnumerable<ChatMessage>)null!)).Should().ThrowAsync<ArgumentNullException>();
        FluentActions.Invoking(() => client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task F2_null_from_the_inner_client_is_an_error()
    {
        using CodeModeChatClient client = new(new NullClient(), Direct);
        await FluentActions.Awaiting(() => client.GetResponseAsync("x")).Should().ThrowAsync<InvalidOperationException>();
        await FluentActions.Awaiting(() => client.GetStreamingResponseAsync("x").ToChatResponseAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public async Task F3_the_last_of_at_most_one_more_than_the_limit_is_sent_without_functions_and_its_calls_are_handed_out(bool streaming, int limit)
    {
        TestFunction function = Fine();
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumIterationsPerRequest = limit },
            Options = new ChatOptions { Tools = [function, new HostedWebSearchTool()], ToolMode = ChatToolMode.Auto },
            Turns = [.. Enumerable.Range(0, limit + 2).Select(i => Turn($"m{i}", Call($"c{i}", "f")))],
        };

        LoopResult result = await plan.RunAsync(streaming);

        result.Asked.Should().HaveCount(limit + 1);
        function.Calls.Should().HaveCount(limit);
        result.ToolsSent(limit - 1).Should().Equal("f", "web_search");
        result.ToolsSent(limit).Should().Equal("web_search");
        result.Asked[limit].Options!.ToolMode.Should().Be(ChatToolMode.Auto);
        result.Contents.OfType<FunctionCallContent>().Last().InformationalOnly.Should().BeFalse();
        result.Results.Should().HaveCount(limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F3_the_tool_mode_goes_with_the_last_tool(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumIterationsPerRequest = 1 },
            Options = new ChatOptions { Tools = [Fine()], ToolMode = ChatToolMode.Auto },
            Turns = [Turn("m0", Call("c0", "f")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked[1].Options!.Tools.Should().BeNull();
        result.Asked[1].Options!.ToolMode.Should().BeNull();
    }

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

    [Fact]
    public async Task F5_an_answer_without_calls_is_the_inner_clients_own_object()
    {
        ChatResponse own = new(new ChatMessage(ChatRole.Assistant, "hi"));
        using CodeModeChatClient client = new(new FixedClient(own), Direct);
        (await client.GetResponseAsync("x")).Should().BeSameAs(own);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F6_all_messages_of_all_rounds_come_back_with_the_sum_of_the_usage(bool streaming)
    {
        LoopPlan plan = new()
        {
            Options = With(Fine(), Fine("g")),
            Turns = [Turn("m0", Call("c0", "f")), Turn("m1", new TextContent("so"), Call("c1", "g")), Say("m2", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Shapes.Should().Equal(
            "assistant[f#c0]", "tool[#c0=f done]", "assistant[so, g#c1]", "tool[#c1=g done]", "assistant[done]");
        result.Response.Usage!.InputTokenCount.Should().Be(30);
        result.Response.Usage.OutputTokenCount.Should().Be(15);
        result.Response.Usage.AdditionalCounts!["x"].Should().Be(3);
    }

    [Fact]
    public async Task F6_the_usage_objects_of_the_inner_client_are_not_added_into()
    {
        UsageDetails first = new() { InputTokenCount = 10 };
        Queue<ChatResponse> answers = new(
        [
            new ChatResponse(new ChatMessage(ChatRole.Assistant, [Call("c0", "f")])) { Usage = first },
            new ChatResponse(new ChatMessage(ChatRole.Assistant, "done")) { Usage = new UsageDetails { InputTokenCount = 7 } },
        ]);
        using CodeModeChatClient client = new(new FixedClient(answers.Dequeue), Direct);
        ChatResponse response = await client.GetResponseAsync("x", With(Fine()));
        response.Usage!.InputTokenCount.Should().Be(17);
        first.InputTokenCount.Should().Be(10);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task F7_a_tool_that_ends_the_request_skips_the_calls_after_it(bool streaming, bool concurrent)
    {
        TestFunction ending = new("end", () =>
        {
            CodeModeChatClient.CurrentInvocation!.Terminate = true;
            return "ended";
        });
        TestFunction later = Fine("later");
        LoopPlan plan = new()
        {
            Settings = Direct with { AllowConcurrentInvocation = concurrent },
            Options = With(ending, later),
            Turns = [Turn("m0", Call("c0", "end"), Call("c1", "later")), Say("m1", "never")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked.Should().HaveCount(1);
        later.Calls.Should().HaveCount(concurrent ? 1 : 0);
        result.Results.Should().HaveCount(concurrent ? 2 : 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F8_handled_calls_are_informational_and_informational_calls_are_left_alone(bool streaming)
    {
        TestFunction function = Fine();
        FunctionCallContent foreign = Call("c1", "f");
        foreign.InformationalOnly = true;
        LoopPlan plan = new() { Options = With(function), Turns = [Turn("m0", Call("c0", "f"), foreign), Say("m1", "done")] };
        LoopResult result = await plan.RunAsync(streaming);
        function.Calls.Should().HaveCount(1);
        result.Contents.OfType<FunctionCallContent>().Should().OnlyContain(call => call.InformationalOnly);
        result.Results.Select(answer => answer.CallId).Should().Equal("c0");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task F9_a_call_that_the_service_answered_itself_is_not_made(bool streaming, bool resultFirst)
    {
        TestFunction function = Fine();
        AIContent[] contents = [Call("c0", "f"), new FunctionResultContent("c0", "theirs")];
        LoopPlan plan = new() { Options = With(function), Turns = [Turn("m0", resultFirst ? [.. contents.Reverse()] : contents)] };
        LoopResult result = await plan.RunAsync(streaming);
        function.Calls.Should().BeEmpty();
        result.Asked.Should().HaveCount(1);
        result.Contents.OfType<FunctionCallContent>().Single().InformationalOnly.Should().BeTrue();
    }

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

    [Theory]
    [InlineData(typeof(IChatClient))]
    [InlineData(typeof(CodeModeChatClient))]
    public void C3_services_are_answered_here_and_below(Type self)
    {
        ChatClientMetadata metadata = new("p");
        using CodeModeChatClient client = new(new ScriptedChatClient { Metadata = metadata }, Direct);
        client.GetService(self).Should().BeSameAs(client);
        client.GetService(self, "key").Should().BeNull();
        client.GetService(typeof(ChatClientMetadata)).Should().BeSameAs(metadata);
        FluentActions.Invoking(() => client.GetService(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void C4_the_inner_client_is_disposed_with_it()
    {
        ScriptedChatClient inner = new();
        new CodeModeChatClient(inner, Direct).Dispose();
        inner.Disposed.Should().BeTrue();
    }

    [Fact]
    public async Task C1_requests_at_the_same_time_do_not_mix()
    {
        using CodeModeChatClient client = new(new EchoClient(), Direct);
        ChatOptions options = With(new TestFunction("f", (arguments, _) => new ValueTask<object?>($"got {arguments["n"]}")));
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => (await client.GetResponseAsync($"{i}", options)).Text));
        answers.Should().Equal(Enumerable.Range(0, 100).Select(i => $"got {i}"));
    }

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class NullClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<ChatResponse>(null!);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return null!;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class FixedClient(Func<ChatResponse> answer) : DelegatingChatClient(new ScriptedChatClient())
    {
        internal FixedClient(ChatResponse response)
            : this(() => response)
        {
        }

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(answer());
    }

    private sealed class EchoClient() : DelegatingChatClient(new ScriptedChatClient())
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            List<ChatMessage> all = [.. messages];
            return all.Count == 1
                ? new ChatResponse(new ChatMessage(ChatRole.Assistant, [Call("c", "f", ("n", all[0].Text))]))
                : new ChatResponse(new ChatMessage(ChatRole.Assistant, all[^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString()));
        }
    }
}
