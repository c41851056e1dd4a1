using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>What becomes of a run whose program, or engine, fails.</summary>
public sealed class CodeFailureTests
{
    [Fact]
    public async Task A_failed_run_lists_the_writes_that_finished()
    {
        RunBench bench = new RunBench().Function("write").Function("read", readOnly: true).Function("fails", _ => throw new CodeCallException("x"));
        bench.Program(async host =>
        {
            await host.Call("write");
            await host.Call("read");
            await host.Fault("fails");
            await host.Call("write");
            throw new InvalidOperationException("boom");
        });

        CodeResult result = await bench.RunAsync();

        result.Error!.Kind.Should().Be(CodeErrorKind.Program);
        result.Error.Message.Should().Be("boom");
        result.Error.FinishedWrites.Should().Equal("write #1", "write #4");
    }

    [Fact]
    public async Task A_failed_program_waits_for_what_is_under_way_and_begins_nothing_more()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Function("g");
        bench.Program(async host =>
        {
            _ = host.Call("f", "[1]");
            _ = host.Call("f", "[2]");
            _ = host.Call("f", "[3]");
            await host.Call("f", "[0]");
            throw new InvalidOperationException("boom");
        });

        Task<CodeResult> run = bench.RunAsync(new CodeLimits { CallsInFlight = 4 });
        await gate.EnteredAsync(4);
        int zero = 3;
        gate.Answer(zero);
        // The wall's timer and that of the grace.
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        gate.Answer(0);
        gate.Answer(1);
        bench.Clock.Advance(CodeLimits.Default.SuspendGrace);
        CodeResult result = await run;

        result.Status.Should().Be(CodeStatus.Failed);
        result.Calls.Count(call => call.Status == CodeCallStatus.Succeeded).Should().Be(3);
        result.Calls.Count(call => call.Status == CodeCallStatus.InDoubt).Should().Be(1);
    }

    [Fact]
    public async Task A_call_that_waits_for_its_turn_is_not_made_by_a_failed_program()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            Task<string?> first = host.Call("f", "[1]");
            _ = host.Call("f", "[2]");
            await first;
            throw new InvalidOperationException("boom");
        });

        CodeResult result = await bench.RunAsync(new CodeLimits { CallsInFlight = 1 });

        result.Calls.Should().HaveCount(2);
        bench.Made.Should().HaveCountLessThanOrEqualTo(2);
        result.Calls.Select(call => call.Status).Should().Equal(CodeCallStatus.Succeeded, bench.Made.Count == 2 ? CodeCallStatus.Succeeded : CodeCallStatus.Queued);
    }

    [Fact]
    public async Task A_program_that_waits_for_nothing_is_told_so_at_once()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            await host.Call("f");
            await new TaskCompletionSource().Task;
            return null;
        });

        CodeResult result = await bench.RunAsync();

        result.Error!.Kind.Should().Be(CodeErrorKind.Deadlock);
        result.Error.FinishedWrites.Should().Equal("f #1");
    }

    [Fact]
    public async Task An_engine_that_fails_is_a_failure_of_the_run()
    {
        RunBench bench = new RunBench().Program(host =>
        {
            host.Break(new ScriptEngineException("no room"));
            return Task.FromResult<string?>(null);
        });

        CodeResult result = await bench.RunAsync();

        (result.Error!.Kind, result.Error.Message).Should().Be((CodeErrorKind.Engine, "no room"));
        bench.Engine.Alive.Should().Be(0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task A_call_with_a_number_out_of_order_ends_the_run(int number)
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            host.Forge(number, "f", "[]");
            await new TaskCompletionSource().Task;
            return null;
        });

        (await bench.RunAsync()).Error!.Kind.Should().Be(CodeErrorKind.Engine);
        bench.Made.Should().BeEmpty();
    }
}
