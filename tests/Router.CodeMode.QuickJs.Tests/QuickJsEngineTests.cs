using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class QuickJsEngineTests : EngineTest
{
    [Theory]
    [InlineData("return 1 + 1", "2")]
    [InlineData("return { a: [1, 'caf\u00E9 \U0001F600 \u0142'] }", "{\"a\":[1,\"caf\u00E9 \U0001F600 \u0142\"]}")]
    [InlineData("return 'a'.repeat(20000) + 'b'.repeat(20000) === undefined", "false")]
    [InlineData("", null)]
    [InlineData("return () => 5", "5")]
    [InlineData("return new Date().toISOString()", "\"2026-01-02T03:04:05.000Z\"")]
    [InlineData("return new Date(2026, 5, 1).getTimezoneOffset()", "0")]
    [InlineData("await null; await new Promise(r => queueMicrotask(r)); return 'later'", "\"later\"")]
    [InlineData("return '\\0\\ud800'", "\"\\u0000\uFFFD\"")]
    public async Task A_program_answers_its_value(string body, string? value)
    {
        ScriptStep step = await Engine.RunAsync(body);
        step.Outcome.Should().BeEquivalentTo(new ScriptOutcome { Value = value });
    }

    [Fact]
    public async Task Calls_leave_in_order_and_their_answers_come_back()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(
            TestPrograms.Start("const [a, b] = await Promise.all([codemode.a({ x: 1 }), env.AI.run('m')]); return [a, b, Date.now()]"), default);
        ScriptStep first = await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        first.Outcome.Should().BeNull();
        first.Calls.Should().Equal(new ScriptCall(1, "codemode.a", "[{\"x\":1}]"), new ScriptCall(2, "env.AI.run", "[\"m\"]"));
        (await instance.StepAsync(TestPrograms.Resolved(2, "{\"b\":2}"), TestPrograms.Cpu, default)).Outcome.Should().BeNull();
        ScriptStep last = await instance.StepAsync(TestPrograms.Resolved(1, null, 9), TestPrograms.Cpu, default);
        last.Outcome!.Value.Should().Be("[null,{\"b\":2},1767323054000]");
    }

    [Fact]
    public async Task A_failed_call_is_caught_where_it_was_made()
    {
        await using IScriptInstance instance = await Engine.CreateAsync(
            TestPrograms.Start("try { await codemode.a() } catch (e) { return [e.kind, e.message, e.hint] }"), default);
        await instance.StepAsync(TestPrograms.Begin, TestPrograms.Cpu, default);
        ScriptStep step = await instance.StepAsync(
            TestPrograms.Rejected(1, "{\"kind\":\"FunctionFailed\",\"message\":\"No.\",\"hint\":\"Ask.\"}"), TestPrograms.Cpu, default);
        step.Outcome!.Value.Should().Be("[\"FunctionFailed\",\"No. Ask.\",\"Ask.\"]");
    }

    [Theory]
    [InlineData("let a = 1;\nlet b = ;", CodeErrorKind.Parse, 2, 9)]
    [InlineData("if (true) {", CodeErrorKind.Parse, 1, 12)]
    [InlineData("const o = null;\nreturn o.x", CodeErrorKind.Program, 2, 9)]
    [InlineData("return missing()", CodeErrorKind.Program, 1, 8)]
    [InlineData("throw 5", CodeErrorKind.Program, null, null)]
    [InlineData("return (await import('x')).y", CodeErrorKind.Program, null, null)]
    [InlineData("import x from 'y'", CodeErrorKind.Parse, 1, 8)]
    public async Task A_failure_says_where_it_is(string body, CodeErrorKind kind, int? line, int? column)
    {
        ScriptFailure failure = (await Engine.RunAsync(body)).Outcome!.Failure!;
        (failure.Kind, failure.Line, failure.Column).Should().Be((kind, line, column), failure.ToString());
    }
}
