using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

public sealed class CodeCancellationTests
{
    private const int Steps = 14;

    [Fact]
    public async Task A_cancelled_run_says_so_and_cancels_its_calls()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        Gate reading = bench.Gated("read", readOnly: true);
        bench.Program(async host =>
        {
            Task<string?> read = host.Call("read");
            await host.Call("f");
            return await read;
        });
        using CancellationTokenSource cancel = new();

        Task<CodeResult> run = bench.RunAsync(token: cancel.Token);
        await gate.EnteredAsync(1);
        await reading.EnteredAsync(1);
        await cancel.CancelAsync();
        CodeResult result = await run;

        result.Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        result.Calls.Select(call => call.Status).Should().Equal(CodeCallStatus.Failed, CodeCallStatus.InDoubt);
        bench.Clock.ActiveTimers.Should().Be(0);
        bench.Engine.Alive.Should().Be(0);
    }

    [Fact]
    public async Task A_function_that_ignores_its_token_is_left_behind_and_in_doubt()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f", heedsToken: false);
        bench.Program(async host => await host.Call("f"));
        using CancellationTokenSource cancel = new();

        Task<CodeResult> run = bench.RunAsync(token: cancel.Token);
        await gate.EnteredAsync(1);
        await cancel.CancelAsync();
        // The wall's, and that of the patience.
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        run.IsCompleted.Should().BeFalse();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        CodeResult result = await run;
        gate.Answer(0);

        result.Calls.Should().ContainSingle().Which.Status.Should().Be(CodeCallStatus.InDoubt);
        result.Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
    }

    [Fact]
    public async Task What_finishes_within_the_patience_is_known()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f", heedsToken: false);
        bench.Program(async host => await host.Call("f"));
        using CancellationTokenSource cancel = new();

        Task<CodeResult> run = bench.RunAsync(token: cancel.Token);
        await gate.EnteredAsync(1);
        await cancel.CancelAsync();
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        gate.Answer(0);
        CodeResult result = await run;

        result.Calls.Should().ContainSingle().Which.Status.Should().Be(CodeCallStatus.Succeeded);
        result.Error!.FinishedWrites.Should().Equal("f #1");
    }

    public static TheoryData<int, CodeDurability> EveryStep()
    {
        TheoryData<int, CodeDurability> data = [];
        for (int step = 1; step <= Steps; step++)
        {
            data.Add(step, CodeDurability.OnSuspend);
            data.Add(step, CodeDurability.Always);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task A_run_can_be_cancelled_at_every_step_and_leaves_nothing(int step, CodeDurability durability)
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            for (int round = 0; round < 4; round++)
            {
                await Task.WhenAll(host.Call("f"), host.Call("f"), host.Call("f"));
            }

            _ = host.Call("f");
            return "1";
        });
        using CancellationTokenSource cancel = new();
        bench.Engine.OnStep = number =>
        {
            if (number == step)
            {
                cancel.Cancel();
            }
        };

        CodeResult result = await bench.RunAsync(bench.Request() with { Durability = durability }, cancel.Token);

        result.Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        bench.Engine.Events.Should().HaveCount(step, "nothing is delivered after the cancellation");
        bench.Made.Values.Where(count => count != 1).Should().BeEmpty();
        bench.Engine.Alive.Should().Be(0);
        bench.Clock.ActiveTimers.Should().Be(0);
        (await bench.IsStoredAsync()).Should().BeFalse();
    }
}
