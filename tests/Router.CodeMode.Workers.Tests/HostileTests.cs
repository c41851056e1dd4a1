using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Workers.Tests;

/// <summary>Programs that mean harm, each beside some that do not.</summary>
public sealed class HostileTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private static readonly TimeSpan Cpu = TimeSpan.FromSeconds(1);

    private const string Innocent = "let sum = 0; for (let i = 0; i < 8; i++) sum += (await tools.echo(i))[0]; return sum;";

    [Theory]
    [InlineData("while (true) {}", CodeErrorKind.Timeout)]
    [InlineData("for (;;) await null", CodeErrorKind.Timeout)]
    [InlineData("const f = () => Promise.resolve().then(f); await f()", CodeErrorKind.Timeout)]
    [InlineData("try { while (true) {} } finally { while (true) {} }", CodeErrorKind.Timeout)]
    [InlineData("return /(a+)+$/.test('a'.repeat(50) + 'b')", CodeErrorKind.Timeout)]
    [InlineData("return { toJSON() { while (true) {} } }", CodeErrorKind.Timeout)]
    [InlineData("await tools.echo({ toJSON() { while (true) {} } })", CodeErrorKind.Timeout)]
    [InlineData("return { then(resolve) { while (true) {} } }", CodeErrorKind.Timeout)]
    [InlineData("Array.prototype.toJSON = () => { while (true) {} }; return [1]", CodeErrorKind.Timeout)]
    [InlineData("})\nwhile (true) {}\n(async function () {", CodeErrorKind.Timeout)]
    [InlineData("const all = []; for (;;) all.push(new Array(1000).fill(1.5))", CodeErrorKind.Memory)]
    [InlineData("const all = []; for (;;) all.push('x'.repeat(1000) + all.length)", CodeErrorKind.Memory)]
    [InlineData("let text = 'x'; for (;;) text += text", CodeErrorKind.Program)]
    [InlineData("const f = () => f(); f()", CodeErrorKind.Program)]
    [InlineData("let deep = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; return deep", CodeErrorKind.InvalidArguments)]
    [InlineData("throw null", CodeErrorKind.Program)]
    [InlineData("return 'x'.repeat(4e6)", CodeErrorKind.OutputTooLarge)]
    [InlineData("return 'x'.repeat(50e6)", CodeErrorKind.Memory)]
    public async Task It_fails_alone(string body, CodeErrorKind kind)
    {
        Task<Driven>[] innocents = [.. Enumerable.Range(0, 3).Select(_ => fixture.Engine.RunAsync(Innocent))];

        // A heap that is nearly full collects garbage for long before it gives up.
        TimeSpan cpu = kind == CodeErrorKind.Memory ? Cpu * 20 : Cpu;
        Driven hostile = await fixture.Engine.RunAsync(Sample.Start(body), cpu: cpu).WaitAsync(Driver.Patience);

        hostile.Failure.Kind.Should().Be(kind, "of {0}", hostile.Failure);
        (await Task.WhenAll(innocents)).Should().OnlyContain(run => run.Value == "28" && run.Calls.Count() == 8);
    }

    [Theory]
    [InlineData("const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1))")]
    [InlineData("let big = 3n; for (;;) big *= big")]
    [InlineData("const all = []; for (;;) all.push(new ArrayBuffer(1e8))")]
    public async Task Memory_outside_of_the_heap_is_limited_too(string body)
    {
        Task<Driven> innocent = fixture.Engine.RunAsync(Innocent);

        Driven hostile = await fixture.Engine.RunAsync(Sample.Start(body), cpu: Cpu).WaitAsync(Driver.Patience);

        // Where the kernel keeps the limit the program sees a RangeError; elsewhere it is ended.
        hostile.Failure.Kind.Should().BeOneOf([CodeErrorKind.Program, CodeErrorKind.Memory, CodeErrorKind.Timeout], "of {0}", hostile.Failure);
        hostile.Steps[^1].MemoryBytes.Should().BeLessThan(CodeLimits.Default.MemoryBytes * 4);
        (await innocent).Value.Should().Be("28");
    }

    [Fact]
    public async Task Calls_and_logs_without_end_stop_at_the_prelude()
    {
        Driven calls = await fixture.Engine.RunAsync(
            Sample.Start("for (let i = 0; i < 20000; i++) tools.echo(i); return 1"), cpu: TimeSpan.FromSeconds(10));
        Driven logs = await fixture.Engine.RunAsync(
            Sample.Start("for (let i = 0; i < 200000; i++) console.log('line', i); return 1"), cpu: TimeSpan.FromSeconds(10));

        calls.Calls.Should().HaveCount(CodeLimits.Default.Calls + 200);
        logs.Logs.Sum(log => log.Text.Length).Should().BeLessThanOrEqualTo(CodeLimits.Default.LogBytes);
        logs.Steps[0].LogsDropped.Should().BeGreaterThan(190_000);
    }

    [Fact]
    public async Task A_program_that_breaks_the_ground_it_stands_on_ends_itself_and_nothing_else()
    {
        Driven hostile = await fixture.Engine.RunAsync(
            "Array.prototype[Symbol.iterator] = null; Object.prototype.then = (f) => f(1); await tools.a(); return 1");

        hostile.Outcome.Should().NotBeNull();
        (await fixture.Engine.RunAsync(Innocent)).Value.Should().Be("28");
    }

    [Fact]
    public async Task A_program_that_waits_for_nothing_ends_its_step_without_an_outcome()
    {
        Driven run = await fixture.Engine.RunAsync("await new Promise(() => {})");

        run.Steps.Should().ContainSingle().Which.Should().Match<ScriptStep>(step => step.Outcome == null && step.Calls.Count == 0);
    }

    [Fact]
    public async Task The_budget_counts_over_each_step_and_a_later_step_can_run_out_of_it()
    {
        await using IScriptInstance instance = await fixture.Engine.CreateAsync(
            Sample.Start("await tools.a(); while (true) {}"), CancellationToken.None);
        ScriptStep first = await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Cpu, CancellationToken.None);
        ScriptStep second = await instance.StepAsync(
            new ScriptEvent(ScriptEventKind.Resolved, 1, null, Sample.Epoch), TimeSpan.FromMilliseconds(200), CancellationToken.None);

        first.Cpu.Should().BePositive().And.BeLessThan(Cpu);
        second.Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Timeout);
        second.Cpu.Should().BeCloseTo(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(190));
    }
}
