using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class InstanceTests : EngineTest
{
    [Fact]
    public async Task Cancellation_halts_a_program_that_spins()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(TestPrograms.Start("while (true) {}"), default);
        using CancellationTokenSource cancellation = new();
        Task<ScriptStep> step = instance.StepAsync(TestPrograms.Begin, TimeSpan.FromMinutes(10), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => step).Should().ThrowAsync<OperationCanceledException>();
        await instance.Awaiting(it => it.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default).AsTask()).Should().ThrowAsync<ScriptEngineException>();
    }

    [Fact]
    public async Task Disposing_halts_a_program_that_spins()
    {
        IScriptInstance instance = await Engine.CreateAsync(TestPrograms.Start("while (true) {}"), default);
        Task<ScriptStep> step = instance.StepAsync(TestPrograms.Begin, TimeSpan.FromMinutes(10), default).AsTask();
        await instance.DisposeAsync();
        await FluentActions.Awaiting(() => step).Should().ThrowAsync<OperationCanceledException>();
        await instance.DisposeAsync();
        await instance.Awaiting(it => it.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Disposing_the_engine_halts_what_runs_and_what_waits_for_its_turn()
    {
        QuickJsEngine engine = new(new QuickJsEngineOptions { Threads = 1, SpareThreads = 0 });
        Task<ScriptStep>[] steps = [.. Enumerable.Range(0, 5).Select(_ => engine.RunAsync("while (true) {}", null, TimeSpan.FromMinutes(10)))];
        await engine.DisposeAsync();
        foreach (Task<ScriptStep> step in steps)
        {
            await FluentActions.Awaiting(() => step).Should().ThrowAsync<OperationCanceledException>();
        }

        await FluentActions.Awaiting(() => engine.RunAsync("return 1")).Should().ThrowAsync<ObjectDisposedException>();
        engine.Services.Scheduler.Threads.Should().Be(0);
    }

    [Fact]
    public async Task Cancelling_what_waits_for_its_turn_does_not_wait_for_it()
    {
        await using QuickJsEngine engine = new(new QuickJsEngineOptions { Threads = 1, SpareThreads = 0 });
        await using IScriptInstance hog = await engine.CreateAsync(TestPrograms.Start("while (true) {}"), default);
        Task<ScriptStep> spinning = hog.StepAsync(TestPrograms.Begin, TimeSpan.FromMinutes(10), default).AsTask();
        await using IScriptInstance waiting = await engine.CreateAsync(TestPrograms.Start("return 1"), default);
        using CancellationTokenSource cancellation = new();
        Task<ScriptStep> step = waiting.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => step).Should().ThrowAsync<OperationCanceledException>();
        spinning.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task One_step_at_a_time()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(TestPrograms.Start("while (true) {}"), default);
        Task<ScriptStep> step = instance.StepAsync(TestPrograms.Begin, TimeSpan.FromMinutes(10), default).AsTask();
        await instance.Awaiting(it => it.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        step.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Begin_comes_first_and_once()
    {
        await using IScriptInstance early = await Engine.CreateAsync(TestPrograms.Start("return 1"), default);
        await early.Awaiting(it => it.StepAsync(TestPrograms.Resolved(1, null), TestPrograms.Cpu, default).AsTask()).Should().ThrowAsync<ScriptEngineException>();
        await using IScriptInstance twice = await Engine.CreateAsync(TestPrograms.Start("await codemode.a()"), default);
        await twice.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        await twice.Awaiting(it => it.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default).AsTask()).Should().ThrowAsync<ScriptEngineException>();
    }

    [Fact]
    public async Task An_engine_has_room_for_so_many_programs_and_no_more()
    {
        await using QuickJsEngine engine = new(new QuickJsEngineOptions { MostInstances = 2 });
        IScriptInstance first = await engine.CreateAsync(TestPrograms.Start("return 1"), default);
        await using IScriptInstance second = await engine.CreateAsync(TestPrograms.Start("return 1"), default);
        await engine.Awaiting(it => it.CreateAsync(TestPrograms.Start("return 1"), default).AsTask()).Should().ThrowAsync<ScriptEngineException>().WithMessage("*MostInstances*");
        await first.DisposeAsync();
        await using IScriptInstance third = await engine.CreateAsync(TestPrograms.Start("return 1"), default);
    }

    [Fact]
    public async Task A_program_that_has_ended_still_hears_of_its_calls()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(TestPrograms.Start("codemode.a().then(v => console.log(v)); return 1"), default);
        ScriptStep first = await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        (first.Calls.Count, first.Outcome!.Value).Should().Be((1, "1"));
        ScriptStep second = await instance.StepAsync(TestPrograms.Resolved(1, "\"late\""), TestPrograms.Cpu, default);
        (second.Outcome, second.Logs.Single().Text).Should().Be((null, "late"));
    }

    [Fact]
    public async Task A_result_that_does_not_fit_ends_the_program_for_want_of_memory()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(
            TestPrograms.Start("return (await codemode.a()).length", new CodeLimits { MemoryBytes = 4 * 1024 * 1024 }), default);
        await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        ScriptStep step = await instance.StepAsync(TestPrograms.Resolved(1, $"\"{new string('x', 8_000_000)}\""), TestPrograms.Cpu, default);
        step.Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Memory);
    }

    [Fact]
    public async Task A_program_cannot_say_of_itself_that_memory_ran_out()
    {
        ScriptStep step = await Engine.RunAsync("throw new InternalError('out of memory')");
        step.Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Program);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_cut_so_that_no_function_has_it()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(TestPrograms.Start("await codemode['x'.repeat(100000)]()"), default);
        ScriptStep step = await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        step.Calls.Single().Name.Should().Be("codemode." + new string('x', 247) + "\u2026");
    }

    [Fact]
    public async Task Two_thousand_programs_leave_no_memory_behind()
    {
        await Engine.RunAsync("return 1");
        long before = Environment.WorkingSet;
        for (int i = 0; i < 2000; i++)
        {
            await Engine.RunAsync("return 'x'.repeat(100000).length");
        }

        // Any of them would hold half a megabyte; what other tests use meanwhile is less than that of a third of them.
        (Environment.WorkingSet - before).Should().BeLessThan(300L * 1024 * 1024);
    }
}
