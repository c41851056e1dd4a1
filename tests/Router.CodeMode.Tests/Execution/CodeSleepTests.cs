using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

public sealed class CodeSleepTests
{
    [Fact]
    public async Task A_deferred_call_sleeps_until_its_result_is_brought()
    {
        RunBench bench = new RunBench().Deferred("later").Function("f");
        bench.Program(async host =>
        {
            string? first = await host.Call("f", "[1]");
            return await host.Call("later", first!);
        });

        CodeResult asleep = await bench.RunAsync();
        CodeResult still = await bench.ResumeAsync();
        CodeResult awake = await bench.ResumeAsync(new CodeResume
        {
            RunId = "run",
            Results = new Dictionary<int, CodeCallResult> { [2] = CodeCallResult.Success(RunBench.Json("{\"x\":1}")) },
        });

        asleep.Suspension!.Pending.Should().ContainSingle().Which.Number.Should().Be(2);
        asleep.Calls[1].Status.Should().Be(CodeCallStatus.Running);
        still.Status.Should().Be(CodeStatus.Suspended);
        awake.Value!.Value.GetRawText().Should().Be("{\"x\":1}");
        bench.Made.Values.Should().OnlyContain(count => count == 1);
        bench.Engine.Restored.Should().Be(2);
    }

    [Fact]
    public async Task A_run_without_a_store_sleeps_with_its_journal_alone_and_is_repeated_by_it()
    {
        RunBench bench = new RunBench().Function("f").Function("pay", approval: true);
        bench.Options.Store = null;
        bench.Program(async host =>
        {
            await host.Call("f");
            return await host.Call("pay", "[1]");
        });

        CodeResult asleep = await bench.RunAsync();
        bench.Options.Approver = new Yes();
        CodeResult awake = await bench.RunAsync(bench.Request() with { Journal = asleep.Journal });

        asleep.Status.Should().Be(CodeStatus.Suspended);
        awake.Status.Should().Be(CodeStatus.Completed);
        awake.Usage.Replayed.Should().Be(1);
        bench.Made.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public async Task A_complete_journal_gives_the_same_result_and_makes_no_call()
    {
        RunBench bench = new RunBench().Function("f", call => call.Arguments[0].GetRawText()).Function("fails", _ => throw new CodeCallException("x"));
        bench.Program(async host =>
        {
            host.Log($"at {host.Now.UtcTicks}");
            await host.Call("$sleep", "[10]");
            string?[] all = await Task.WhenAll(host.Call("f", "[1]"), host.Call("f", "[2]"), host.Fault("fails"), host.Fault("unknown"));
            return $"[{string.Join(",", all)},{host.Now.UtcTicks}]";
        });

        Task<CodeResult> run = bench.RunAsync();
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        bench.Clock.Advance(TimeSpan.FromMilliseconds(10));
        CodeResult first = await run;
        bench.Made.Clear();
        bench.Clock.Advance(TimeSpan.FromHours(1));
        CodeResult second = await bench.RunAsync(bench.Request() with { Journal = first.Journal });

        bench.Made.Should().BeEmpty();
        second.Value!.Value.GetRawText().Should().Be(first.Value!.Value.GetRawText());
        second.Logs.Should().Equal(first.Logs);
        second.Journal.Entries.Should().Equal(first.Journal.Entries);
        second.Calls.Select(call => call.Status).Should().Equal(first.Calls.Select(call => call.Status));
        second.Calls.Should().OnlyContain(call => call.Replayed);
    }

    [Theory]
    [InlineData("g", "[1]", "call #1 is of g and was of f")]
    [InlineData("f", "[2]", "the arguments of call #1, of f, are others")]
    public async Task A_program_that_does_not_repeat_its_journal_is_ended(string name, string arguments, string words)
    {
        RunBench bench = new RunBench().Function("f").Function("g");
        (string Name, string Arguments) now = ("f", "[1]");
        bench.Program(async host => await host.Call(now.Name, now.Arguments));
        CodeResult first = await bench.RunAsync();
        bench.Made.Clear();
        now = (name, arguments);

        CodeResult second = await bench.RunAsync(bench.Request() with { Journal = first.Journal });

        second.Error!.Kind.Should().Be(CodeErrorKind.Divergence);
        second.Error.Message.Should().Contain(words).And.NotContain("[2]");
        bench.Made.Should().BeEmpty();
    }

    [Fact]
    public async Task A_program_that_makes_fewer_calls_than_its_journal_is_ended()
    {
        RunBench bench = new RunBench().Function("f");
        bool calls = true;
        bench.Program(async host => calls ? await host.Call("f") : null);
        CodeResult first = await bench.RunAsync();
        calls = false;

        (await bench.RunAsync(bench.Request() with { Journal = first.Journal })).Error!.Kind.Should().Be(CodeErrorKind.Divergence);
    }

    [Fact]
    public async Task A_stored_run_that_diverges_stays_stored_for_the_engine_that_ran_it()
    {
        RunBench bench = new() { Engine = new ScriptedEngine { BuildId = null } };
        bench.Function("pay", approval: true);
        string name = "pay";
        bench.Program(async host => await host.Call(name));
        await bench.RunAsync();
        name = "other";

        CodeResult diverged = await bench.ResumeAsync();
        name = "pay";
        CodeResult done = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } });

        diverged.Error!.Kind.Should().Be(CodeErrorKind.Divergence);
        done.Status.Should().Be(CodeStatus.Completed);
    }

    [Fact]
    public async Task A_checkpoint_of_another_build_is_left_aside_and_the_journal_repeated()
    {
        RunBench bench = new RunBench().Function("f").Function("pay", approval: true);
        ScriptedProgram program = async host =>
        {
            await host.Call("f");
            host.Log("between");
            await host.Call("pay");
            return "9";
        };
        bench.Program(program);
        await bench.RunAsync();

        ScriptedEngine other = new ScriptedEngine { BuildId = "2" }.Add("main", program);
        CodeResult awake = await RunBench.Ends(new CodeExecutor(other, other, bench.Options).ResumeAsync(
            new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [2] = new(true) } }, bench.Functions));

        awake.Value!.Value.GetInt32().Should().Be(9);
        awake.Logs.Should().ContainSingle();
        other.Restored.Should().Be(0);
        awake.Usage.Replayed.Should().Be(1);
        awake.Usage.Slices.Should().Be(3, "a repeated slice was counted when it ran first");
        bench.Made.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public async Task Time_asleep_does_not_count_and_time_awake_before_it_does()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        Gate gate = bench.Gated("f");
        bench.Program(async host =>
        {
            await host.Call("f");
            await host.Call("pay");
            return await host.Call("f");
        });

        Task<CodeResult> run = bench.RunAsync();
        await gate.EnteredAsync(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(40));
        gate.Answer(0);
        CodeResult asleep = await run;
        bench.Clock.Advance(TimeSpan.FromDays(3));
        Task<CodeResult> woken = bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [2] = new(true) } });
        await gate.EnteredAsync(2);
        bench.Clock.Advance(TimeSpan.FromSeconds(19));
        woken.IsCompleted.Should().BeFalse();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        CodeResult result = await woken;

        asleep.Usage.Wall.Should().Be(TimeSpan.FromSeconds(40));
        result.Error!.Kind.Should().Be(CodeErrorKind.Timeout);
        result.Usage.Wall.Should().Be(TimeSpan.FromSeconds(60));
        result.Usage.Cpu.Should().Be(TimeSpan.FromMilliseconds(3));
    }

    [Fact]
    public async Task A_run_that_is_asked_to_sleep_waits_for_its_calls_for_the_time_of_grace()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        Gate again = bench.Gated("again", idempotent: true);
        bench.Function("next");
        bench.Program(async host =>
        {
            Task<string?> first = host.Call("f", "[1]");
            Task<string?> second = host.Call("f", "[2]");
            Task<string?> third = host.Call("again");
            await first;
            await host.Call("next");
            string told;
            try
            {
                told = (await second)!;
            }
            catch (ScriptedCallError error)
            {
                told = error.Json;
            }

            return $"[{told},{await third}]";
        });
        using CancellationTokenSource sleep = new();
        Task<CodeResult> run = bench.RunAsync(bench.Request() with { SuspendToken = sleep.Token });
        await gate.EnteredAsync(2);
        await again.EnteredAsync(1);
        await sleep.CancelAsync();
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        gate.Answer(0);
        await CodeExecutorTests.Until(() => bench.Engine.Events.Count == 2);
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        CodeResult asleep = await run;

        asleep.Status.Should().Be(CodeStatus.Suspended);
        asleep.Suspension!.Requested.Should().BeTrue();
        asleep.Calls.Select(call => call.Status).Should().Equal(
            CodeCallStatus.Succeeded, CodeCallStatus.InDoubt, CodeCallStatus.Running, CodeCallStatus.Queued);
        bench.Made.Should().NotContainKey("next run/4");

        Task<CodeResult> woken = bench.ResumeAsync();
        await again.EnteredAsync(2);
        again.Answer(1, "7");
        CodeResult awake = await woken;

        awake.Status.Should().Be(CodeStatus.Completed);
        JsonElement value = awake.Value!.Value;
        value[0].GetProperty("kind").GetString().Should().Be("InDoubt");
        value[1].GetInt32().Should().Be(7);
        awake.Calls[1].Status.Should().Be(CodeCallStatus.InDoubt);
        bench.Made.Should().Contain("f run/2", 1).And.Contain("again run/3", 2, "it is idempotent, and has the same key").And.Contain("next run/4", 1);
    }

    [Fact]
    public async Task What_came_of_a_call_in_doubt_can_be_brought()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Call("f"));
        using CancellationTokenSource sleep = new();
        Task<CodeResult> run = bench.RunAsync(bench.Request(new CodeLimits { SuspendGrace = TimeSpan.Zero }) with { SuspendToken = sleep.Token });
        await gate.EnteredAsync(1);
        await sleep.CancelAsync();
        await run;

        CodeResult awake = await bench.ResumeAsync(new CodeResume
        {
            RunId = "run",
            Results = new Dictionary<int, CodeCallResult> { [1] = CodeCallResult.Success(RunBench.Json("5")) },
        });

        awake.Value!.Value.GetInt32().Should().Be(5);
        awake.Calls[0].Status.Should().Be(CodeCallStatus.Succeeded);
        bench.Made.Should().Contain("f run/1", 1);
    }

    [Fact]
    public async Task A_timer_runs_on_during_sleep()
    {
        RunBench bench = new RunBench().Program(async host =>
        {
            DateTimeOffset before = host.Now;
            await host.Call("$sleep", "[60000]");
            return $"{(host.Now - before).TotalSeconds}";
        });
        using CancellationTokenSource sleep = new();
        Task<CodeResult> run = bench.RunAsync(bench.Request() with { SuspendToken = sleep.Token });
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        await sleep.CancelAsync();
        (await run).Status.Should().Be(CodeStatus.Suspended);
        bench.Clock.Advance(TimeSpan.FromMinutes(5));

        CodeResult awake = await bench.ResumeAsync();

        awake.Value!.Value.GetInt32().Should().Be(300);
    }

    [Fact]
    public async Task A_wake_up_that_answers_what_was_never_asked_is_refused_and_the_run_stays()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Program(async host => await host.Call("pay"));
        await bench.RunAsync();

        await FluentActions.Awaiting(() => bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [2] = new(true) } }))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*no call #2*");
        await FluentActions.Awaiting(() => bench.ResumeAsync(new CodeResume { RunId = "none" })).Should().ThrowAsync<KeyNotFoundException>();

        (await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } }))
            .Status.Should().Be(CodeStatus.Completed);
    }

    private sealed class Yes : ICodeApprover
    {
        public ValueTask<CodeApproval?> DecideAsync(CodeCall codeCall, CodeFunction codeFunction, CancellationToken cancellationToken) =>
            new(new CodeApproval(true));
    }
}
