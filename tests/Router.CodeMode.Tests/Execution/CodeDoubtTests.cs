using System.Threading.Channels;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>What is known is not in doubt, and what was done is told.</summary>
public sealed class CodeDoubtTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_comes_while_the_run_is_being_stored_is_kept(bool pending)
    {
        // Whether it comes in time is for the threads to say: over many times it does, and it counts whenever it did.
        (RunBench Bench, CodeResult Asleep) slept = await SleepWithALateAnswerAsync(pending);
        for (int attempt = 1; attempt < 50 && slept.Asleep.Calls[0].Status == CodeCallStatus.InDoubt; attempt++)
        {
            slept = await SleepWithALateAnswerAsync(pending);
        }

        CodeResult awake = await slept.Bench.ResumeAsync();

        slept.Asleep.Status.Should().Be(CodeStatus.Suspended);
        slept.Asleep.Calls[0].Status.Should().Be(pending ? CodeCallStatus.Running : CodeCallStatus.Succeeded);
        awake.Status.Should().Be(pending ? CodeStatus.Suspended : CodeStatus.Completed);
        awake.Calls[0].Status.Should().Be(pending ? CodeCallStatus.Running : CodeCallStatus.Succeeded);
        slept.Bench.Made.Values.Should().Equal(1);
        if (!pending)
        {
            awake.Usage.Slices.Should().Be(2, "the program was told after the wake-up, and for the first time");
            awake.Usage.Cpu.Should().Be(TimeSpan.FromMilliseconds(2));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_was_noted_and_not_made_when_its_executor_went_is_made_by_the_next(bool written)
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host => await host.Call("f", "[1]"));
        ListeningStore store = new(bench.Store);
        bench.Options.Store = store;
        CodeExecutor executor = bench.Executor();
        Task disposed = Task.CompletedTask;
        Action dispose = () =>
        {
            (store.BeforeAppend, store.AfterAppend) = (null, null);
            disposed = executor.DisposeAsync().AsTask();
        };
        (store.BeforeAppend, store.AfterAppend) = written ? ((Action?)null, dispose) : (dispose, null);
        CodeResult ended = await RunBench.Ends(executor.RunAsync(bench.Request() with { Durability = CodeDurability.Always }, bench.Functions));
        await RunBench.Ends(disposed);
        bench.Made.Should().BeEmpty();
        CodeResult awake = await bench.ResumeAsync();

        ended.Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        ended.Calls[0].Status.Should().Be(CodeCallStatus.Queued);
        awake.Status.Should().Be(CodeStatus.Completed);
        awake.Calls[0].Status.Should().Be(CodeCallStatus.Succeeded);
        bench.Made.Values.Should().Equal(1);
    }

    [Fact]
    public async Task A_run_that_sleeps_often_is_told_each_result_once()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Program(async host =>
        {
            for (int round = 1; round <= 4; round++)
            {
                await host.Call("pay", $"[{round}]");
            }

            return "1";
        });

        CodeResult result = await bench.RunAsync();
        for (int number = 1; number <= 4; number++)
        {
            result = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [number] = new(true) } });
        }

        result.Status.Should().Be(CodeStatus.Completed);
        bench.Engine.Restored.Should().Be(4);
        bench.Engine.Events.Select(told => told.Call).Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact]
    public async Task A_run_that_is_stored_sleeps_although_it_could_not_be_let_go()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Program(async host => await host.Call("pay"));
        ListeningStore store = new(bench.Store) { BeforeRelease = () => throw new IOException("away") };
        bench.Options.Store = store;

        CodeResult asleep = await bench.RunAsync();
        store.BeforeRelease = null;
        CodeResume yes = new() { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } };
        await FluentActions.Awaiting(() => bench.ResumeAsync(yes)).Should().ThrowAsync<CodeRunBusyException>();
        bench.Clock.Advance(TimeSpan.FromMinutes(2));

        asleep.Status.Should().Be(CodeStatus.Suspended);
        (await bench.ResumeAsync(yes)).Status.Should().Be(CodeStatus.Completed);
        bench.Logs.Entries.Select(entry => entry.Message).Should().ContainSingle(message => message.Contains("IOException") && !message.Contains("away"));
    }

    [Fact]
    public async Task An_answer_that_would_change_what_was_is_refused_and_the_run_stays()
    {
        RunBench bench = new RunBench().Function("pay", approval: true).Deferred("later");
        bench.Program(async host => $"[{string.Join(",", await Task.WhenAll(host.Call("pay", "[1]"), host.Call("pay", "[2]"), host.Call("later")))}]");
        await bench.RunAsync();
        await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } });
        CodeCallResult five = CodeCallResult.Success(RunBench.Json("5"));
        (CodeResume Resume, string Words)[] wrong =
        [
            (new() { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(false) } }, "*#1*was made already*denied*"),
            (new() { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [3] = new(false) } }, "*#3*was made already*denied*"),
            (new() { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [2] = null! } }, "*Approvals[2]*no decision*"),
            (new() { RunId = "run", Results = new Dictionary<int, CodeCallResult> { [2] = five } }, "*#2*not made yet*"),
        ];
        foreach ((CodeResume resume, string words) in wrong)
        {
            await FluentActions.Awaiting(() => bench.ResumeAsync(resume)).Should().ThrowAsync<ArgumentException>().WithMessage(words);
        }

        CodeResult done = await bench.ResumeAsync(new CodeResume
        {
            RunId = "run",
            Approvals = new Dictionary<int, CodeApproval> { [1] = new(true), [2] = new(true) },
            Results = new Dictionary<int, CodeCallResult> { [3] = five },
        });
        done.Value!.Value.GetRawText().Should().Be("[[1],[2],5]");
        bench.Made.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public async Task A_run_that_is_ended_while_it_is_repeated_tells_all_that_it_had_done()
    {
        RunBench bench = new() { Engine = new ScriptedEngine { BuildId = null } };
        bench.Function("first").Function("second").Function("pay", approval: true);
        bench.Program(async host =>
        {
            await host.Call("first");
            await host.Call("second");
            return await host.Call("pay");
        });
        await bench.RunAsync();
        using CancellationTokenSource cancel = new();
        bench.Engine.OnStep = _ => cancel.Cancel();

        CodeResult result = await bench.ResumeAsync(token: cancel.Token);

        result.Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        result.Error.FinishedWrites.Should().Equal("first #1", "second #2");
        result.Calls.Select(call => call.Status).Should().Equal(CodeCallStatus.Succeeded, CodeCallStatus.Succeeded, CodeCallStatus.Queued);
    }

    [Fact]
    public async Task A_call_in_doubt_whose_function_is_gone_is_in_doubt_all_the_same()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Fault("f"));
        using CancellationTokenSource sleep = new();
        Task<CodeResult> run = bench.RunAsync(bench.Request(new CodeLimits { SuspendGrace = TimeSpan.Zero }) with { SuspendToken = sleep.Token });
        await gate.EnteredAsync(1);
        await sleep.CancelAsync();
        await run;

        CodeResult awake = await RunBench.Ends(bench.Executor().ResumeAsync(new CodeResume { RunId = "run" }, new CodeFunctionSet()));

        awake.Value!.Value.GetProperty("kind").GetString().Should().Be("InDoubt");
        awake.Calls[0].Status.Should().Be(CodeCallStatus.InDoubt);
    }

    [Fact]
    public void A_listener_that_throws_when_a_run_is_halted_harms_nobody_else()
    {
        RunHalt halt = new(Channel.CreateUnbounded<RunSignal>().Writer);
        halt.Token.Register(() => throw new InvalidOperationException());

        halt.Request(HaltReason.Wall);

        halt.Halted.IsCompletedSuccessfully.Should().BeTrue();
        halt.Token.IsCancellationRequested.Should().BeTrue();
    }

    private static async Task<(RunBench Bench, CodeResult Asleep)> SleepWithALateAnswerAsync(bool pending)
    {
        RunBench bench = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // Not asynchronously: where the run waits for it already, it has arrived when it was given.
        TaskCompletionSource<CodeCallResult> answer = new();
        bench.Functions.Add(new CodeFunction { Name = "f" }, async (call, _) =>
        {
            bench.Made.AddOrUpdate($"{call.Name} {call.IdempotencyKey}", 1, (_, count) => count + 1);
            entered.SetResult();
            return await answer.Task;
        });
        bench.Program(async host => await host.Call("f"));
        bench.Options.Store = new ListeningStore(bench.Store)
        {
            BeforeCheckpoint = () => answer.TrySetResult(pending ? CodeCallResult.Pending : CodeCallResult.Success(RunBench.Json("5"))),
        };
        using CancellationTokenSource sleep = new();
        Task<CodeResult> run = bench.RunAsync(bench.Request(new CodeLimits { SuspendGrace = TimeSpan.Zero }) with { SuspendToken = sleep.Token });
        await RunBench.Ends(entered.Task);
        await sleep.CancelAsync();
        return (bench, await run);
    }
}
