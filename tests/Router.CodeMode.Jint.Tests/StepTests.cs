using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Jint.Tests;

public sealed class StepTests
{
    private static readonly TimeSpan Cpu = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_program_takes_a_step_for_each_event_and_its_calls_are_numbered_on()
    {
        await using JintEngine engine = new();
        Driven run = await engine.RunAsync(
            "const [a, b] = await Promise.all([tools.one(1), github.two.three('x')]);\nconsole.log(a, b);\nreturn await tools.last(a);");

        run.Calls.Should().Equal(
            new ScriptCall(1, "tools.one", "[1]"), new ScriptCall(2, "github.two.three", "[\"x\"]"), new ScriptCall(3, "tools.last", "[[1]]"));
        run.Steps.Select(step => step.Calls.Count).Should().Equal(2, 0, 1, 0);
        run.Logs.Should().ContainSingle().Which.Text.Should().Be("[1] [\"x\"]");
        run.Value.Should().Be("[[1]]");
    }

    [Fact]
    public async Task A_step_ends_only_when_no_promise_job_is_left()
    {
        await using JintEngine engine = new();
        Driven run = await engine.RunAsync("for (let i = 0; i < 10000; i++) await null;\ntools.late();\nreturn 1;");

        run.Steps.Should().ContainSingle().Which.Calls.Should().ContainSingle();
        run.Value.Should().Be("1");
    }

    [Fact]
    public async Task A_rejected_call_throws_what_it_was_told()
    {
        await using JintEngine engine = new();
        await using IScriptInstance instance = await engine.CreateAsync(Sample.Start("const x = 1;\nawait tools.fail();"), CancellationToken.None);
        await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Cpu, CancellationToken.None);

        ScriptStep step = await instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Rejected, 1, """{"kind":"FunctionFailed","message":"No."}""", Sample.Epoch), Cpu,
            CancellationToken.None);

        step.Outcome!.Failure.Should().BeEquivalentTo(new { Kind = CodeErrorKind.FunctionFailed, Message = "No." });
    }

    [Theory]
    [InlineData("let x = 1;\nlet y = ;\nreturn x;", CodeErrorKind.Parse, "SyntaxError", 2, 9)]
    [InlineData("return 1n", CodeErrorKind.Parse, "SyntaxError", 1, 8)]
    [InlineData("const a = {};\n\n  return a.b.c;", CodeErrorKind.Program, "TypeError", 3, 14)]
    [InlineData("throw new RangeError('x')", CodeErrorKind.Program, "RangeError", 1, 7)]
    public async Task What_is_wrong_says_where(string body, CodeErrorKind kind, string name, int line, int column)
    {
        await using JintEngine engine = new();
        (await engine.RunAsync(body)).Failure.Should().BeEquivalentTo(new { Kind = kind, Name = name, Line = line, Column = column });
    }

    [Fact]
    public async Task The_same_start_and_events_give_the_same_steps()
    {
        const string Body = """
            console.log(Math.random(), crypto.randomUUID(), Date.now(), new Date().toISOString(), new Date(2026, 5, 1).getHours());
            await Promise.race([tools.a(Math.random()), tools.b(Math.random())]);
            for (let i = 0; i < 3; i++) await tools.c(i, Date.now());
            return Object.getOwnPropertyNames(globalThis);
            """;
        await using JintEngine engine = new();
        await using JintEngine other = new();

        string[] transcripts = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(async i => (await (i % 2 == 0 ? engine : other).RunAsync(Body)).Transcript));

        transcripts.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task An_instance_refuses_a_second_step_beside_the_first_and_any_after_its_end()
    {
        await using JintEngine engine = new();
        IScriptInstance instance = await engine.CreateAsync(Sample.Start("while (true) {}"), CancellationToken.None);
        Task<ScriptStep> first = instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), TimeSpan.FromMilliseconds(300), CancellationToken.None).AsTask();

        Func<Task> second = async () => await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Cpu, CancellationToken.None);
        await second.Should().ThrowAsync<InvalidOperationException>();
        (await first).Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Timeout);
        await second.Should().ThrowAsync<ScriptEngineException>();
        await instance.DisposeAsync();
        await second.Should().ThrowAsync<ObjectDisposedException>();
    }
}
