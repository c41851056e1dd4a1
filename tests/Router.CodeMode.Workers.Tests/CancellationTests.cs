using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Tests.Hosts;

namespace Router.CodeMode.Workers.Tests;

public sealed class CancellationTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task A_cancelled_step_halts_and_takes_its_process_along()
    {
        await using WorkersEngine engine = new(new WorkersOptions { WorkerdPath = WorkerdPath.Value, WarmProcesses = 0 });
        await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("while (true) {}"), CancellationToken.None);
        using CancellationTokenSource source = new();
        Task step = instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, source.Token).AsTask();
        int id = engine.Pool!.Processes.Single().Id;

        await source.CancelAsync();

        Func<Task> waiting = () => step.WaitAsync(Driver.Patience);
        (await waiting.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        await Liveness.IsGoneAsync(id);
    }

    [Fact]
    public async Task Disposing_in_the_middle_of_a_step_ends_it()
    {
        IScriptInstance instance = await fixture.Engine.CreateAsync(Sample.Start("while (true) {}"), CancellationToken.None);
        Task step = instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None).AsTask();

        await instance.DisposeAsync();

        Func<Task> waiting = () => step.WaitAsync(Driver.Patience);
        await waiting.Should().ThrowAsync<OperationCanceledException>();
        await instance.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_runs_nothing()
    {
        await using IScriptInstance instance = await fixture.Engine.CreateAsync(Sample.Start("return 1"), CancellationToken.None);
        Func<Task> step = async () => await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, new CancellationToken(true));
        Func<Task> create = async () => await fixture.Engine.CreateAsync(Sample.Start("return 1"), new CancellationToken(true));

        await step.Should().ThrowAsync<OperationCanceledException>();
        await create.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_process_that_dies_under_a_program_is_a_failure_of_the_engine()
    {
        await using WorkersEngine engine = new(new WorkersOptions { WorkerdPath = WorkerdPath.Value, WarmProcesses = 0 });
        await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("await tools.a()"), CancellationToken.None);
        await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);

        engine.Pool!.Processes.Single().Kill();

        Func<Task> next = async () => await instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Resolved, 1, null, Sample.Epoch), Driver.Patience, CancellationToken.None);
        await next.Should().ThrowAsync<ScriptEngineException>();
        (await engine.RunAsync("return 2")).Value.Should().Be("2");
    }

    [Fact]
    public async Task A_process_that_neither_answers_nor_works_is_given_up()
    {
        await using WorkersEngine engine = new(new WorkersOptions
        {
            WorkerdPath = WorkerdPath.Value,
            WarmProcesses = 0,
            StallTimeout = TimeSpan.FromMilliseconds(300),
        });
        await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("return await tools.a()"), CancellationToken.None);
        await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
        Signals.Stop(engine.Pool!.Processes.Single().Id);

        Func<Task> next = () => instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Resolved, 1, "1", Sample.Epoch), Driver.Patience, CancellationToken.None).AsTask().WaitAsync(Driver.Patience);

        (await next.Should().ThrowAsync<ScriptEngineException>()).WithMessage("*did not answer*");
    }
}
