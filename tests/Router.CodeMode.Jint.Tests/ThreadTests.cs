using System.Diagnostics;
using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Jint.Tests;

public sealed class ThreadTests
{
    [Fact]
    public async Task More_programs_than_threads_take_turns_and_all_end()
    {
        await using JintEngine engine = new(new JintEngineOptions { Threads = 2 });

        string?[] values = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            (await engine.RunAsync(Sample.Start($"let s = 0; for (let k = 0; k < 100; k++) s += k; return [s, await tools.echo({i})]"), async call =>
            {
                await Task.Yield();
                return call.Arguments;
            })).Value));

        values.Should().Equal(Enumerable.Range(0, 200).Select(i => $"[4950,[{i}]]"));
        Process.GetCurrentProcess().Threads.Count.Should().BeLessThan(100);
    }

    [Fact]
    public async Task A_program_that_waits_holds_no_thread()
    {
        await using JintEngine engine = new(new JintEngineOptions { Threads = 1 });
        await using IScriptInstance waiting = await engine.CreateAsync(Sample.Start("return await tools.wait()"), CancellationToken.None);
        await waiting.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);

        (await engine.RunAsync("return 1").WaitAsync(Driver.Patience)).Value.Should().Be("1");
    }

    [Fact]
    public async Task A_cancelled_step_halts_whether_it_runs_or_waits_for_a_thread()
    {
        await using JintEngine engine = new(new JintEngineOptions { Threads = 1 });
        using CancellationTokenSource source = new();
        Task[] steps = [.. Enumerable.Range(0, 3).Select(_ => engine.RunAsync(
            Sample.Start("while (true) {}"), cpu: Driver.Patience, cancellationToken: source.Token))];

        await source.CancelAsync();

        foreach (Task step in steps)
        {
            Func<Task> waiting = () => step.WaitAsync(Driver.Patience);
            await waiting.Should().ThrowAsync<OperationCanceledException>();
        }

        (await engine.RunAsync("return 1").WaitAsync(Driver.Patience)).Value.Should().Be("1");
    }

    [Fact]
    public async Task Disposing_in_the_middle_of_a_step_ends_it()
    {
        await using JintEngine engine = new();
        IScriptInstance instance = await engine.CreateAsync(Sample.Start("while (true) {}"), CancellationToken.None);
        Task step = instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None).AsTask();

        await instance.DisposeAsync();

        Func<Task> waiting = () => step.WaitAsync(Driver.Patience);
        await waiting.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 0)]
    public void Numbers_out_of_their_range_are_refused(int threads, int factor)
    {
        Action make = () => _ = new JintEngine(new JintEngineOptions { Threads = threads, AllocationFactor = factor });
        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*JintEngineOptions.*at least*");
    }

    [Fact]
    public async Task A_later_step_can_run_out_of_what_is_left()
    {
        await using JintEngine engine = new();
        await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("await tools.a(); while (true) {}"), CancellationToken.None);
        ScriptStep first = await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), TimeSpan.FromSeconds(10), CancellationToken.None);
        ScriptStep second = await instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Resolved, 1, null, Sample.Epoch), TimeSpan.FromMilliseconds(200), CancellationToken.None);

        first.Cpu.Should().BePositive();
        second.Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Timeout);
    }
}
