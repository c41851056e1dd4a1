using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Workers.Tests.Remote;

public sealed class LostHarnessTests
{
    [Fact]
    public async Task A_connection_that_breaks_under_a_program_is_a_failure_of_the_engine()
    {
        RemoteHarness harness = new();
        await harness.InitializeAsync();
        try
        {
            await using WorkersEngine engine = new(new WorkersOptions { Url = harness.Url, Token = RemoteHarness.Token });
            await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("await tools.a()"), CancellationToken.None);
            await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
            harness.Kill();

            Func<Task> next = async () => await instance.StepAsync(
                new ScriptEvent(ScriptEventKind.Resolved, 1, null, Sample.Epoch), Driver.Patience, CancellationToken.None);
            await next.Should().ThrowAsync<ScriptEngineException>();
            Func<Task> another = () => engine.RunAsync("return 1");
            (await another.Should().ThrowAsync<ScriptEngineException>()).WithMessage("*cannot be reached*");
        }
        finally
        {
            await harness.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_step_that_does_not_answer_in_its_time_and_grace_has_timed_out()
    {
        RemoteHarness harness = new();
        await harness.InitializeAsync();
        try
        {
            await using WorkersEngine engine = new(
                new WorkersOptions { Url = harness.Url, Token = RemoteHarness.Token, RemoteGrace = TimeSpan.FromMilliseconds(300) });
            Driven run = await engine.RunAsync(Sample.Start("while (true) {}"), cpu: TimeSpan.FromMilliseconds(100)).WaitAsync(Driver.Patience);
            run.Failure.Kind.Should().Be(CodeErrorKind.Timeout);
        }
        finally
        {
            await harness.DisposeAsync();
        }
    }
}
