using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>Random programs, cut at every place: the same value, and each call made once.</summary>
public sealed class CodeDurabilityPropertyTests
{
    private const int MostWakeUps = 200;

    public static TheoryData<int, bool> Seeds()
    {
        TheoryData<int, bool> data = [];
        for (int seed = 0; seed < 12; seed++)
        {
            data.Add(seed, true);
            data.Add(seed, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_run_that_sleeps_at_any_event_comes_to_the_same_value_and_makes_each_call_once(int seed, bool checkpoints)
    {
        RunBench whole = Bench(seed, checkpoints);
        CodeResult expected = await FinishAsync(whole, whole.Store, await PumpAsync(whole, whole.RunAsync()));
        int steps = whole.Engine.Events.Count;
        for (int step = 1; step <= steps; step++)
        {
            RunBench bench = Bench(seed, checkpoints);
            using CancellationTokenSource sleep = new();
            bench.Engine.OnStep = number =>
            {
                if (number == step)
                {
                    sleep.Cancel();
                }
            };

            CodeResult first = await PumpAsync(bench, bench.RunAsync(bench.Request() with { SuspendToken = sleep.Token }));
            CodeResult result = await FinishAsync(bench, bench.Store, first);

            Same(result, expected, $"it slept at step {step}");
            bench.Made.Should().HaveCount(whole.Made.Count);
            bench.Made.Values.Where(count => count != 1).Should().BeEmpty();
            bench.Engine.Alive.Should().Be(0);
            bench.Clock.ActiveTimers.Should().Be(0);
            (await bench.IsStoredAsync()).Should().BeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_process_that_dies_at_any_write_leaves_a_run_that_makes_no_call_twice(int seed, bool after)
    {
        for (int write = 1; ; write++)
        {
            RunBench bench = Bench(seed, checkpoints: seed % 2 == 0);
            CrashingStore dying = new(bench.Store, write, after);
            bench.Options.Store = dying;
            CodeResult first = await PumpAsync(bench, bench.RunAsync(bench.Request() with { Durability = CodeDurability.Always }));
            if (!dying.Dead)
            {
                first.Status.Should().NotBe(CodeStatus.Failed);
                CodeResult last = await FinishAsync(bench, dying, first);
                if (!dying.Dead)
                {
                    last.Status.Should().Be(CodeStatus.Completed);
                    return;
                }
            }

            // The hold of the dead runs out.
            bench.Clock.Advance(TimeSpan.FromMinutes(2));
            bench.Options.Store = bench.Store;
            if (!await bench.IsStoredAsync())
            {
                bench.Made.Should().BeEmpty("what is not stored was not begun");
                continue;
            }

            HashSet<int> inDoubt = await InDoubtAsync(bench);
            bench.Clock.Advance(TimeSpan.FromMinutes(2));
            CodeResult result = await FinishAsync(bench, bench.Store, null);

            result.Status.Should().Be(CodeStatus.Completed, $"it died at write {write}: {result.Error}");
            result.Calls.Where(call => call.Status == CodeCallStatus.InDoubt).Select(call => call.Call.Number).Should().BeEquivalentTo(inDoubt);
            bench.Made.Where(made => !made.Key.StartsWith("read ", StringComparison.Ordinal) && made.Value != 1).Should().BeEmpty();
            foreach (CodeCallRecord call in result.Calls.Where(call => call.Status == CodeCallStatus.Succeeded))
            {
                bench.Made.Should().ContainKey($"{call.Call.Name} {call.Call.IdempotencyKey}");
            }
        }
    }

    [Fact]
    public async Task A_woken_run_is_written_step_by_step_whatever_its_durability()
    {
        for (int write = 1; write < 8; write++)
        {
            RunBench bench = Bench(0, checkpoints: true);
            bench.Program(async host =>
            {
                await host.Fault("pay", "[1]");
                await host.Fault("f", "[1]");
                return await host.Fault("f", "[2]");
            });
            await bench.RunAsync();
            CrashingStore dying = new(bench.Store, write, after: false);
            bench.Options.Store = dying;
            await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } });
            bench.Clock.Advance(TimeSpan.FromMinutes(2));
            bench.Options.Store = bench.Store;
            if (await bench.IsStoredAsync())
            {
                await FinishAsync(bench, bench.Store, null);
            }

            bench.Made.Should().HaveCount(3).And.OnlyContain(made => made.Value == 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Fifty_runs_side_by_side_all_finish_right(int seed)
    {
        RunBench bench = Bench(seed, checkpoints: true);
        bench.Options.TimeProvider = TimeProvider.System;
        bench.Options.Store = new Router.CodeMode.Durability.Stores.InMemoryCodeRunStore();
        bench.Options.Approver = new Yes();
        for (int index = 0; index < 50; index++)
        {
            bench.Program(RandomProgram.Of((seed * 1000) + index), $"p{index}");
        }

        bench.Functions.Add("slow", async (_, _) =>
        {
            await Task.Yield();
            return null;
        });
        await using CodeExecutor executor = bench.Executor();
        CodeResult[] results = await RunBench.Ends(Task.WhenAll(Enumerable.Range(0, 50).Select(async index =>
        {
            CodeRequest request = new()
            {
                Source = $"p{index}",
                RunId = $"r{index}",
                Durability = index % 2 == 0 ? CodeDurability.Always : CodeDurability.OnSuspend,
            };
            CodeResult result = await executor.RunAsync(request, bench.Functions);
            while (result.Status == CodeStatus.Suspended)
            {
                result = await executor.ResumeAsync(
                    new CodeResume { RunId = request.RunId, Results = result.Suspension!.Pending.ToDictionary(call => call.Number, Answer) }, bench.Functions);
            }

            return result;
        })));

        for (int index = 0; index < 50; index++)
        {
            RunBench alone = Bench((seed * 1000) + index, checkpoints: true);
            CodeResult expected = await FinishAsync(alone, alone.Store, await PumpAsync(alone, alone.RunAsync()));
            results[index].Value!.Value.GetRawText().Should().Be(expected.Value!.Value.GetRawText());
        }

        bench.Made.Values.Should().OnlyContain(count => count == 1);
        bench.Engine.Alive.Should().Be(0);
    }

    private static RunBench Bench(int seed, bool checkpoints)
    {
        RunBench bench = new() { Engine = new ScriptedEngine { BuildId = checkpoints ? "1" : null } };
        foreach (string name in new[] { "f", "pay" })
        {
            bench.Function(name, call => RandomProgram.Answer(name, call.Arguments[0].GetInt32()), approval: name == "pay");
        }

        bench.Function("read", call => RandomProgram.Answer("read", call.Arguments[0].GetInt32()), readOnly: true);
        bench.Function("fails", _ => throw new CodeCallException("as meant"));
        bench.Deferred("later");
        bench.Program(RandomProgram.Of(seed));
        return bench;
    }

    private static CodeCallResult Answer(CodeCall call) =>
        CodeCallResult.Success(RunBench.Json(RandomProgram.Answer(call.Name, call.Arguments[0].GetInt32())));

    /// <summary>Wakes the run, with all that it waits for, until it sleeps no more.</summary>
    private static async Task<CodeResult> FinishAsync(RunBench bench, ICodeRunStore store, CodeResult? result)
    {
        bench.Options.Store = store;
        for (int wakeUp = 0; result is null or { Status: CodeStatus.Suspended }; wakeUp++)
        {
            wakeUp.Should().BeLessThan(MostWakeUps);
            result = await PumpAsync(bench, bench.ResumeAsync(new CodeResume
            {
                RunId = "run",
                Approvals = result?.Suspension!.Approvals.ToDictionary(call => call.Number, _ => new CodeApproval(true)) ?? [],
                Results = result?.Suspension!.Pending.ToDictionary(call => call.Number, Answer) ?? [],
            }));
        }

        return result!;
    }

    /// <summary>Lets the program's timers end, but none of the run's own: those are a minute away.</summary>
    private static async Task<CodeResult> PumpAsync(RunBench bench, Task<CodeResult> run)
    {
        while (!run.IsCompleted)
        {
            bench.Clock.Advance(TimeSpan.FromMicroseconds(10));
            await Task.Yield();
        }

        return await run;
    }

    private static async Task<HashSet<int>> InDoubtAsync(RunBench bench)
    {
        StoredCodeRun stored = (await bench.Store.OpenAsync("run", TimeSpan.FromSeconds(60), default))!;
        CodeRunCodec codec = new(new CodeRunSeal());
        List<CodeJournalEntry> entries = [.. stored.Entries.Select((entry, index) => codec.ReadEntry(entry, "run", index).Entry)];
        Dictionary<int, CallFacts> facts = CallFacts.Of(entries);
        return [.. facts.Where(call => call.Value is { Begun: true, Deferred: false, Result: null } && call.Value.Issued!.Name != "read").Select(call => call.Key)];
    }

    private static void Same(CodeResult result, CodeResult expected, string because)
    {
        result.Status.Should().Be(expected.Status, because);
        result.Value!.Value.GetRawText().Should().Be(expected.Value!.Value.GetRawText(), because);
        result.Calls.Select(call => (call.Call.Number, call.Call.Name, call.Status)).Should()
            .Equal(expected.Calls.Select(call => (call.Call.Number, call.Call.Name, call.Status)), because);
        result.Logs.Where(log => log.Level == "log").Should().Equal(expected.Logs.Where(log => log.Level == "log"), because);
    }

    private sealed class Yes : ICodeApprover
    {
        public ValueTask<CodeApproval?> DecideAsync(CodeCall codeCall, CodeFunction codeFunction, CancellationToken cancellationToken) =>
            new(new CodeApproval(true));
    }
}
