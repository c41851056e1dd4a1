using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Workers.Tests;

public sealed class StepTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private static readonly TimeSpan Cpu = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_value_comes_out_as_JSON_and_no_value_as_none()
    {
        (await fixture.Engine.RunAsync("return { a: [1, 'ä', null] }")).Value.Should().Be("""{"a":[1,"ä",null]}""");
        (await fixture.Engine.RunAsync("const a = 1")).Outcome.Should().Be(new ScriptOutcome());
    }

    [Fact]
    public async Task A_program_takes_a_step_for_each_event_and_its_calls_are_numbered_on()
    {
        Driven run = await fixture.Engine.RunAsync(
            "const [a, b] = await Promise.all([tools.one(1), github.two.three('x')]);\nconsole.log(a, b);\nreturn await tools.last(a);");

        run.Calls.Should().Equal(
            new ScriptCall(1, "tools.one", "[1]"), new ScriptCall(2, "github.two.three", "[\"x\"]"), new ScriptCall(3, "tools.last", "[[1]]"));
        run.Steps.Select(step => step.Calls.Count).Should().Equal(2, 0, 1, 0);
        run.Logs.Should().ContainSingle().Which.Text.Should().Be("[1] [\"x\"]");
        run.Steps[2].Logs.Should().ContainSingle();
        run.Value.Should().Be("[[1]]");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_step_ends_only_when_no_promise_job_is_left(int rounds)
    {
        Driven run = await fixture.Engine.RunAsync(
            $"for (let i = 0; i < {rounds}; i++) await null;\ntools.late();\nawait new Promise(resolve => queueMicrotask(resolve));\nreturn 1;");

        run.Steps.Should().ContainSingle();
        run.Steps[0].Calls.Should().ContainSingle();
        run.Value.Should().Be("1");
    }

    [Fact]
    public async Task A_rejected_call_throws_what_it_was_told_at_the_place_of_the_call()
    {
        await using IScriptInstance instance = await fixture.Engine.CreateAsync(
            Sample.Start("const x = 1;\nawait tools.fail();"), CancellationToken.None);
        await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Cpu, CancellationToken.None);

        ScriptStep step = await instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Rejected, 1, """{"kind":"FunctionFailed","message":"No."}""", Sample.Epoch), Cpu,
            CancellationToken.None);

        step.Outcome!.Failure.Should().Be(new ScriptFailure(CodeErrorKind.FunctionFailed, "No.", "CodeError", 2, 13));
    }

    [Fact]
    public async Task Open_calls_may_be_answered_after_the_end()
    {
        await using IScriptInstance instance = await fixture.Engine.CreateAsync(
            Sample.Start("tools.slow().then(() => console.log('late')); return 1"), CancellationToken.None);
        ScriptStep first = await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Cpu, CancellationToken.None);
        ScriptStep second = await instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Resolved, 1, null, Sample.Epoch), Cpu, CancellationToken.None);

        first.Outcome!.Value.Should().Be("1");
        second.Outcome.Should().BeNull();
        second.Logs.Should().Equal(new CodeLog("log", "late"));
    }

    [Fact]
    public async Task Large_texts_cross_whole_in_both_directions()
    {
        CodeLimits limits = new() { ArgumentBytes = 16 * 1024 * 1024, ResultBytes = 16 * 1024 * 1024 };
        const string Body = "const t = '\u20ac\ud83d\ude00x'.repeat(150000); const r = await tools.echo(t); return [r[0] === t, r[0]];";
        Driven run = await fixture.Engine.RunAsync(Sample.Start(Body, limits));

        run.Value.Should().Be($"[true,\"{string.Concat(Enumerable.Repeat("\u20ac\ud83d\ude00x", 150_000))}\"]");
    }

    [Theory]
    [InlineData("let x = 1;\nlet y = ;\nreturn x;", 2, 9)]
    [InlineData("return (", 2, null)]
    public async Task A_text_that_does_not_parse_says_where(string body, int line, int? column)
    {
        ScriptFailure failure = (await fixture.Engine.RunAsync(body)).Failure;

        failure.Kind.Should().Be(CodeErrorKind.Parse);
        failure.Name.Should().Be("SyntaxError");
        failure.Message.Should().StartWith("Unexpected").And.NotContain("\n");
        failure.Line.Should().Be(line);
        (column is null || failure.Column == column).Should().BeTrue("column is {0}", failure.Column);
    }

    [Theory]
    [InlineData("const a = {};\n\n  return a.b.c;", "TypeError", 3, 14)]
    [InlineData("throw new RangeError('x')", "RangeError", 1, 7)]
    [InlineData("await null;\nawait (async () => {\n  nowhere();\n})();", "ReferenceError", 3, 3)]
    public async Task What_is_thrown_says_where(string body, string name, int line, int column)
    {
        ScriptFailure failure = (await fixture.Engine.RunAsync(body)).Failure;

        failure.Should().BeEquivalentTo(new { Kind = CodeErrorKind.Program, Name = name, Line = line, Column = column });
    }

    [Fact]
    public async Task An_instance_refuses_a_second_step_beside_the_first_and_any_after_its_end()
    {
        IScriptInstance instance = await fixture.Engine.CreateAsync(Sample.Start("while (true) {}"), CancellationToken.None);
        Task<ScriptStep> first = instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), TimeSpan.FromSeconds(1), CancellationToken.None).AsTask();

        Func<Task> second = async () => await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Cpu, CancellationToken.None);
        await second.Should().ThrowAsync<InvalidOperationException>();
        (await first).Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Timeout);
        await second.Should().ThrowAsync<ScriptEngineException>();
        await instance.DisposeAsync();
        await second.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task There_is_nothing_to_save_or_to_restore()
    {
        fixture.Engine.BuildId.Should().BeNull();
        Func<Task> restore = async () => await fixture.Engine.RestoreAsync(Sample.Start("1"), default, CancellationToken.None);
        await restore.Should().ThrowAsync<NotSupportedException>();
    }
}
