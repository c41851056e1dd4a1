using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

public sealed class CodeExecutorTests
{
    [Fact]
    public async Task A_program_calls_functions_and_its_value_is_the_runs()
    {
        RunBench bench = new RunBench().Function("a.add", call => $"{call.Arguments[0].GetInt32() + call.Arguments[1].GetInt32()}");
        bench.Program(async host =>
        {
            string? sum = await host.Call("a.add", "[1,2]");
            host.Log("said");
            return $"{{\"sum\":{await host.Call("a.add", $"[{sum},4]")}}}";
        });

        CodeResult result = await bench.RunAsync();

        result.Status.Should().Be(CodeStatus.Completed);
        result.Value!.Value.GetRawText().Should().Be("{\"sum\":7}");
        result.Calls.Select(call => (call.Call.Name, call.Status)).Should().Equal(("a.add", CodeCallStatus.Succeeded), ("a.add", CodeCallStatus.Succeeded));
        result.Logs.Should().Equal(new CodeLog("log", "said"));
        result.Usage.Slices.Should().Be(3);
        result.Usage.Cpu.Should().Be(TimeSpan.FromMilliseconds(3));
        bench.Engine.Alive.Should().Be(0);
        bench.Clock.ActiveTimers.Should().Be(0);
        (await bench.IsStoredAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Results_are_delivered_one_at_a_time_in_the_order_in_which_they_came()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        List<string?> order = [];
        bench.Program(async host =>
        {
            async Task One(string arguments) => order.Add(await host.Call("f", arguments));
            await Task.WhenAll(One("[1]"), One("[2]"), One("[3]"));
            return null;
        });

        Task<CodeResult> run = bench.RunAsync();
        await gate.EnteredAsync(3);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Dictionary<int, int> places = [];
        int[] numbers = Enumerable.Range(0, 3).ToArray();
        foreach (int index in new[] { 2, 0, 1 })
        {
            gate.Answer(index, $"{index}");
            // The next one only once this one was told: otherwise their order is not ours.
            await Until(() => order.Count == places.Count + 1);
            places[index] = order.Count;
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await run;

        order.Should().Equal("2", "0", "1");
        bench.Engine.Events.Select(told => told.Now).Should().BeInAscendingOrder();
        bench.Engine.Events[^1].Now.Should().Be(bench.Engine.Events[0].Now.AddSeconds(3));
    }

    [Fact]
    public async Task What_is_not_awaited_is_awaited_all_the_same_and_its_failure_is_logged()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("slow");
        bench.Program(host =>
        {
            _ = host.Call("slow", "[1]");
            _ = host.Call("slow", "[2]");
            return Task.FromResult<string?>("\"done\"");
        });

        Task<CodeResult> run = bench.RunAsync();
        await gate.EnteredAsync(2);
        run.IsCompleted.Should().BeFalse();
        gate.Answer(0);
        gate.Fail(1, new CodeCallException("no room"));
        CodeResult result = await run;

        result.Status.Should().Be(CodeStatus.Completed);
        result.Value!.Value.GetString().Should().Be("done");
        result.Calls.Select(call => call.Status).Should().BeEquivalentTo([CodeCallStatus.Succeeded, CodeCallStatus.Failed]);
        result.Logs.Should().ContainSingle(log => log.Level == "warn" && log.Text.Contains("no room"));
    }

    [Fact]
    public async Task A_timer_does_not_hold_a_program_that_has_ended()
    {
        RunBench bench = new RunBench().Program(host =>
        {
            _ = host.Call("$sleep", "[10000]");
            return Task.FromResult<string?>("1");
        });

        CodeResult result = await bench.RunAsync();

        result.Status.Should().Be(CodeStatus.Completed);
        result.Calls.Should().BeEmpty();
        bench.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Sleep_waits_on_the_clock_and_notify_reports()
    {
        RunBench bench = new RunBench().Program(async host =>
        {
            await host.Call("$notify", "[\"half\"]");
            DateTimeOffset before = host.Now;
            await host.Call("$sleep", "[2500]");
            return $"{(host.Now - before).TotalMilliseconds}";
        });

        Task<CodeResult> run = bench.RunAsync();
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        bench.Clock.Advance(TimeSpan.FromSeconds(3));
        CodeResult result = await run;

        result.Value!.Value.GetInt32().Should().Be(2500);
        result.Calls.Should().BeEmpty();
        bench.Progress.Should().ContainSingle(told => told.Kind == CodeProgressKind.Notified)
            .Which.Call!.Arguments.GetRawText().Should().Be("[\"half\"]");
    }

    [Fact]
    public async Task Timers_end_in_the_order_of_their_times_however_late_that_is_seen()
    {
        RunBench bench = new();
        bench.Function("now").Program(async host =>
        {
            List<int> order = [];
            async Task Timer(int milliseconds)
            {
                await host.Call("$sleep", $"[{milliseconds}]");
                order.Add(milliseconds);
            }

            Task[] timers = [Timer(500), Timer(200)];
            await host.Call("now");
            // Both are due while a step is under way, which then asks for one that is due at once.
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await Timer(0);
            await Task.WhenAll(timers);
            return $"[{string.Join(',', order)}]";
        });

        (await bench.RunAsync()).Value!.Value.GetRawText().Should().Be("[200,500,0]");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[-1]")]
    [InlineData("[\"5\"]")]
    [InlineData("[1e300]")]
    [InlineData("[1,2]")]
    public async Task Sleep_refuses_what_is_no_time(string arguments)
    {
        RunBench bench = new RunBench().Program(async host => $"{{\"e\":{await host.Fault("$sleep", arguments)}}}");

        CodeResult result = await bench.RunAsync();

        result.Value!.Value.GetProperty("e").GetProperty("kind").GetString().Should().Be("InvalidArguments");
    }

    [Fact]
    public async Task An_unknown_function_is_refused_with_what_exists_and_can_be_caught()
    {
        RunBench bench = new RunBench().Function("github.issues.list");
        bench.Program(async host => await host.Fault("github.issue.list"));

        CodeResult result = await bench.RunAsync();

        result.Value!.Value.GetProperty("kind").GetString().Should().Be("UnknownFunction");
        result.Value!.Value.GetProperty("hint").GetString().Should().Contain("github.issues.list");
        result.Calls.Should().ContainSingle().Which.Status.Should().Be(CodeCallStatus.Refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("$other")]
    [InlineData("a\nb")]
    public async Task A_name_that_is_none_is_refused_and_shown_nowhere(string name)
    {
        RunBench bench = new RunBench().Program(async host => await host.Fault(name));

        CodeResult result = await bench.RunAsync();

        result.Value!.Value.GetProperty("kind").GetString().Should().Be("UnknownFunction");
        result.Calls.Should().ContainSingle().Which.Call.Name.Should().StartWith("invalid.");
    }

    [Fact]
    public async Task An_exception_of_a_function_reaches_the_program_without_its_words()
    {
        RunBench bench = new RunBench().Function("f", _ => throw new InvalidOperationException("password=hunter2"));
        bench.Program(async host => await host.Fault("f"));

        CodeResult result = await bench.RunAsync();

        string told = result.Value!.Value.GetRawText();
        told.Should().Contain("FunctionFailed").And.NotContain("hunter2");
        bench.Logs.Entries.Should().Contain(entry => entry.Message.Contains("InvalidOperationException"));
        bench.Logs.Entries.Should().NotContain(entry => entry.Message.Contains("hunter2"));
    }

    [Fact]
    public async Task The_words_of_a_call_exception_reach_the_program_with_kind_and_hint()
    {
        RunBench bench = new RunBench().Function(
            "f", _ => throw new CodeCallException("no such repo") { Kind = CodeErrorKind.InvalidArguments, Hint = "owner/name" });
        bench.Program(async host => await host.Fault("f"));

        CodeResult result = await bench.RunAsync();

        result.Value!.Value.GetRawText().Should().Be("{\"kind\":\"InvalidArguments\",\"message\":\"no such repo\",\"hint\":\"owner/name\"}");
    }

    [Fact]
    public async Task A_function_cannot_end_a_run_by_the_kind_of_its_failure()
    {
        RunBench bench = new RunBench().Function("f", _ => throw new CodeCallException("x") { Kind = CodeErrorKind.Divergence });
        bench.Program(async host => await host.Fault("f"));

        (await bench.RunAsync()).Value!.Value.GetProperty("kind").GetString().Should().Be("FunctionFailed");
    }

    [Fact]
    public async Task A_text_that_is_no_program_fails_with_its_place()
    {
        CodeResult result = await new RunBench().RunAsync(new CodeRequest { Source = "?" });

        result.Status.Should().Be(CodeStatus.Failed);
        (result.Error!.Kind, result.Error.Line, result.Error.Column).Should().Be((CodeErrorKind.Parse, 2, 9));
    }

    [Theory]
    [InlineData(1, 3, 4, 3)]
    [InlineData(1, 6, 4, null)]
    [InlineData(7, null, 10, null)]
    public async Task A_place_in_the_body_becomes_one_in_the_models_text(int line, int? column, int expectedLine, int? expectedColumn)
    {
        RunBench bench = new RunBench().Program(
            _ => throw new ScriptedFailure(new ScriptFailure(CodeErrorKind.Program, "x", "TypeError", line, column)), "main");
        bench.Engine.Add("main", async host =>
        {
            await Task.CompletedTask;
            throw new ScriptedFailure(new ScriptFailure(CodeErrorKind.Program, "x", "TypeError", line, column));
        });

        CodeError error = (await bench.RunAsync()).Error!;

        (error.Line, error.Column, error.Name).Should().Be((expectedLine, expectedColumn, "TypeError"));
    }

    [Fact]
    public async Task A_request_that_asks_for_what_cannot_be_is_refused()
    {
        RunBench bench = new();
        CodeExecutor executor = bench.Executor();

        await FluentActions.Awaiting(() => executor.RunAsync(bench.Request() with { RunId = "a/b" }, bench.Functions)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => executor.RunAsync(bench.Request(new CodeLimits { Calls = -1 }), bench.Functions)).Should().ThrowAsync<ArgumentException>();
        bench.Options.Store = null;
        await FluentActions.Awaiting(() => bench.Executor().RunAsync(bench.Request() with { Durability = CodeDurability.Always }, bench.Functions))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*Store*");
    }

    [Fact]
    public async Task A_disposed_executor_ends_its_runs_and_takes_no_more()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Call("f"));
        CodeExecutor executor = bench.Executor();
        Task<CodeResult> run = executor.RunAsync(bench.Request(), bench.Functions);
        await gate.EnteredAsync(1);

        await RunBench.Ends(executor.DisposeAsync().AsTask());

        (await run).Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        await FluentActions.Awaiting(() => executor.RunAsync(bench.Request(), bench.Functions)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_harm_the_run()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host => await host.Call("f"));

        CodeResult result = await bench.RunAsync(bench.Request() with { Progress = new Thrower() });

        result.Status.Should().Be(CodeStatus.Completed);
    }

    internal static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private sealed class Thrower : IProgress<CodeProgress>
    {
        public void Report(CodeProgress value) => throw new InvalidOperationException();
    }
}
