using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.CodeMode.Results;
using Router.Context;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class ProgramTests
{
    private static TestFunction Fine(string name) => new(name, () => $"{name} done");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_sees_two_tools_finds_functions_and_runs_a_program(bool streaming)
    {
        TestFunction list = Fine("github_list");
        TestCatalogue catalogue = new();
        LoopPlan plan = new()
        {
            Settings = Enforced,
            Catalogue = catalogue,
            Options = new ChatOptions { Tools = [list, new HostedWebSearchTool(), new DirectOnlyFunction(Fine("ask_user"))] },
            Turns =
            [
                Turn("m0", Call("c0", "generate_code", ("task", "list issues"))),
                Turn("m1", Program("c1", "log hello\ncall github.list {\"id\":1}")),
                Turn("m2", Call("c2", "ask_user")),
                Say("m3", "done"),
            ],
        };

        LoopResult result = await plan.RunAsync(streaming);

        result.ToolsSent(0).Should().Equal("web_search", "ask_user", "generate_code", "execute_code");
        catalogue.Guide.Asked.Should().Equal(("list issues", 1_500));
        result.ResultOf("c0").Should().Contain("declare function for(list issues)").And.Contain("mail (3)").And.Contain("return 1;");
        result.ResultOf("c1").Should().Be("""{"result":"github_list done","logs":["hello"],"calls":{"github.list":1}}""");
        result.ResultOf("c2").Should().Be("ask_user done");
        (streaming ? result.Updates[^1].GetCodeModeReport() : result.Response.GetCodeModeReport())
            .Should().BeEquivalentTo(new { Active = true, Functions = 1, ModelCalls = 4, Programs = 1, Waiting = 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_program_that_fails_tells_where_and_what_it_had_done_and_never_to_try_again(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Enforced,
            Options = new ChatOptions { Tools = [Fine("mail_send")] },
            Turns = [Turn("m0", Program("c0", "call mail.send\nfail Broken")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().Be(
            """{"result":null,"logs":[],"calls":{"mail.send":1},"error":{"kind":"Program","message":"Broken","line":2,"column":7,"hint":"Look.","finishedWrites":["mail.send #1"]}}""");
    }

    [Theory]
    [InlineData("github_list", "await github.list({\"id\":7})")]
    [InlineData("github__list", "await github.list({\"id\":7})")]
    [InlineData("github.list", "await github.list({\"id\":7})")]
    [InlineData("functions.github_list", "await github.list({\"id\":7})")]
    [InlineData("search", "declare function for(7x)")]
    [InlineData("tools.search", "declare function for(7x)")]
    [InlineData("describe", "declare function for(7x)")]
    [InlineData("run_code", "execute_code")]
    public async Task A_call_of_what_is_no_tool_is_answered_with_how_to_do_it_and_nothing_is_called(string name, string told)
    {
        foreach (bool streaming in new[] { true, false })
        {
            TestFunction list = Fine("github_list");
            LoopPlan plan = new()
            {
                Settings = Enforced with { TerminateOnUnknownCalls = true },
                Options = new ChatOptions { Tools = [list] },
                Turns = [Turn("m0", Call("c0", name, name.Contains("list", StringComparison.Ordinal) ? ("id", 7) : ("q", "7x"))), Turn("m1", Program("c1", "call github.list")), Say("m2", "done")],
            };
            LoopResult result = await plan.RunAsync(streaming);
            result.ResultOf("c0").Should().Contain(told);
            list.Calls.Should().HaveCount(1, "only the program called it");
        }
    }

    [Fact]
    public async Task A_name_that_is_nearly_right_is_answered_with_the_right_one()
    {
        LoopPlan plan = new() { Settings = Enforced, Options = new ChatOptions { Tools = [Fine("github_list")] }, Turns = [Turn("m0", Call("c0", "githab_list")), Say("m1", "done")] };
        (await plan.RunAsync(false)).ResultOf("c0").Should().Be(
            "Error: Requested function \"githab_list\" not found. Perhaps github.list is meant; programs call it, by execute_code.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F20_a_request_that_is_cancelled_while_a_program_runs_has_no_result(bool streaming)
    {
        using CancellationTokenSource source = new();
        TestFunction function = new("a_b", () =>
        {
            source.Cancel();
            return "ok";
        });
        LoopPlan plan = new() { Settings = Enforced, Options = new ChatOptions { Tools = [function] }, Turns = [Turn("m0", Program("c0", "call a.b")), Say("m1", "never")] };
        await plan.Awaiting(p => p.RunAsync(streaming, source.Token)).Should().ThrowAsync<OperationCanceledException>();
        plan.Inner.Calls.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_only_fails_is_asked_once_more_without_functions_and_nothing_is_thrown(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Enforced with { MaximumConsecutiveFailedPrograms = 3 },
            Options = new ChatOptions { Tools = [Fine("github_list")] },
            Turns = [.. Enumerable.Range(0, 3).Select(i => Turn($"m{i}", i == 1 ? Call($"c{i}", "github_list") : Program($"c{i}", "fail no"))), Say("m3", "I cannot.")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked.Should().HaveCount(4);
        result.ToolsSent(3).Should().BeEmpty();
        result.Shapes.Last().Should().Be("assistant[I cannot.]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_without_code_is_answered_and_code_under_another_name_is_run(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Enforced,
            Options = new ChatOptions { Tools = [Fine("f")] },
            Turns = [Turn("m0", Call("c0", "execute_code"), Call("c1", "execute_code", ("script", "return 5"))), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().Be("Error: execute_code needs \"code\": a JavaScript program, as a string that is not empty.");
        result.ResultOf("c1").Should().StartWith("""{"result":5,""");
    }

    [Fact]
    public async Task Progress_reaches_the_stream_while_the_program_runs()
    {
        List<string> seen = [];
        TestFunction work = new("work_do", () =>
        {
            seen.Add("work");
            return "ok";
        });
        LoopPlan plan = new()
        {
            Settings = Enforced,
            Options = new ChatOptions { Tools = [work] },
            Turns = [Turn("m0", Program("c0", "call notify {\"done\":1}\ncall work.do\ncall notify {\"done\":2}")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming: true);
        CodeModeProgress[] progress = [.. result.Updates.Select(update => update.GetCodeModeProgress()).OfType<CodeModeProgress>()];
        progress.Select(told => told.Value.GetProperty("done").GetInt32()).Should().Equal(1, 2);
        progress.Should().OnlyContain(told => told.CallId == "c0");
        result.Response.Messages.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_stream_that_is_left_ends_its_program()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestFunction endless = new("wait_long", async (_, token) =>
        {
            using CancellationTokenRegistration registration = token.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            return "ended";
        });
        using CodeModeChatClient client = new(
            new TestKit.ScriptedChatClient(Turn("m0", Program("c0", "call notify {}\ncall wait.long"))),
            Enforced with { Executor = new TestExecutor(), Catalogue = new TestCatalogue() });
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("go", new ChatOptions { Tools = [endless] }))
        {
            if (update.GetCodeModeProgress() is not null)
            {
                break;
            }
        }

        cancelled.Task.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void Functions_that_programs_call_run_in_the_callers_synchronization_context()
    {
        PumpContext context = new();
        List<bool> inside = [];
        TestFunction function = new("a_b", () =>
        {
            inside.Add(SynchronizationContext.Current == context);
            return "ok";
        });
        LoopPlan plan = new() { Settings = Enforced, Options = new ChatOptions { Tools = [function] }, Turns = [Turn("m0", Program("c0", "call a.b\ncall a.b")), Say("m1", "done")] };
        context.Run(() => plan.RunAsync(streaming: false));
        inside.Should().Equal(true, true);
    }

    [Fact]
    public async Task Values_and_artifacts_last_for_a_session_and_no_other_tenant_reads_them()
    {
        LoopPlan Plan(string? tenant, string code) => new() { Settings = Enforced, Options = new ChatOptions { Tools = [Fine("f")] }.WithRouteContext(new RouteContext { Tenant = tenant, Session = "s" }), Turns = [Turn("m0", Program("c0", code)), Say("m1", "done")] };
        InMemorySessionValues values = new();
        async Task<string?> Run(string? tenant, string code)
        {
            LoopPlan plan = Plan(tenant, code);
            return (await new LoopPlan { Settings = Enforced with { SessionValues = values }, Options = plan.Options, Turns = plan.Turns }.RunAsync(false)).ResultOf("c0");
        }

        await Run("t1", "call store.set {\"key\":\"k\",\"value\":{\"n\":5}}");
        (await Run("t1", "call store.get {\"key\":\"k\"}")).Should().Contain("\"result\":{\"n\":5}");
        (await Run("t2", "call store.get {\"key\":\"k\"}")).Should().Contain("\"result\":null");
        (await Run(null, "call store.get {\"key\":\"k\"}")).Should().Contain("\"result\":null");
    }

    [Fact]
    public async Task Every_call_is_told_to_the_observer_without_its_contents()
    {
        List<CodeModeCallPoint> points = [];
        LoopPlan plan = new()
        {
            Settings = Enforced with { Observer = new Observer(points) },
            Options = new ChatOptions { Tools = [Fine("mail_send"), new DirectOnlyFunction(Fine("plain"))] }.WithRouteContext(new RouteContext { Session = "s1" }),
            Turns = [Turn("m0", Program("c0", "call mail.send {\"to\":\"secret\",\"ids\":[1,2]}"), Call("c1", "plain", ("x", "secret"))), Say("m1", "done")],
        };
        await plan.RunAsync(false);
        points.Select(point => (point.Tool, point.InputShape, point.SessionId, point.Number, point.Error)).Should().Equal(
            ("mail.send", "({to:string(6),ids:array(2)})", "s1", 1, null), ("plain", "({x:string(6)})", "s1", 0, null));
    }

    private sealed class Observer(List<CodeModeCallPoint> points) : ICodeModeObserver
    {
        public void OnCall(CodeModeCallPoint point) => points.Add(point);
    }
}
