using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Libraries;
using Router.CodeMode.QuickJs.Machines;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class LibraryTests : EngineTest
{
    private static readonly CodeLimits TestLimits = new() { Cpu = TimeSpan.FromMilliseconds(500), ResultBytes = 1000 };

    [Fact]
    public async Task Each_call_has_the_library_as_it_was()
    {
        QuickJsLibrary library = new(Engine, () => "let count = 0; var next = text => JSON.stringify([text, ++count]);", TestLimits);
        (await library.CallAsync("next", "a\u00E9", default)).Should().Be("[\"a\u00E9\",1]");
        (await library.CallAsync("next", "b", default)).Should().Be("[\"b\",1]");
    }

    [Theory]
    [InlineData("while (true) {}", CodeErrorKind.Timeout)]
    [InlineData("new Array(2 ** 32 - 1).indexOf(1)", CodeErrorKind.Timeout)]
    [InlineData("return 'x'.repeat(2000)", CodeErrorKind.OutputTooLarge)]
    [InlineData("const a = []; while (true) a.push(new Array(1000).fill(0))", CodeErrorKind.Memory)]
    public async Task A_call_ends_within_its_limits(string body, CodeErrorKind kind)
    {
        QuickJsLibrary library = new(Engine, () => $"function run() {{ {body} }}", TestLimits);
        (await library.Awaiting(it => it.CallAsync("run", string.Empty, default).AsTask()).Should().ThrowAsync<ProgramEndedException>())
            .Which.Failure.Kind.Should().Be(kind);
    }

    [Theory]
    [InlineData("run", "return 5")]
    [InlineData("run", "throw new Error('no')")]
    [InlineData("absent", "")]
    public async Task A_library_that_does_not_do_as_it_should_says_so(string function, string body)
    {
        QuickJsLibrary library = new(Engine, () => $"function run() {{ {body} }}", TestLimits);
        await library.Awaiting(it => it.CallAsync(function, string.Empty, default).AsTask()).Should().ThrowAsync<ScriptEngineException>().WithMessage($"*{function}*");
    }

    [Fact]
    public async Task Cancelling_ends_a_call()
    {
        QuickJsLibrary library = new(Engine, () => "function run() { while (true) {} }", TestLimits with { Cpu = TimeSpan.FromMinutes(10) });
        using CancellationTokenSource cancellation = new();
        Task<string> call = library.CallAsync("run", string.Empty, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("let a = 1;\nfoo(a);", null, null)]
    [InlineData("while (true) {}", null, null)]
    [InlineData("(async () => {\n  await 1;\n  let x = ;\n})", 3, 11)]
    [InlineData("a b", 1, 3)]
    [InlineData("f(", 1, 3)]
    [InlineData("return 1", 1, 1)]
    public async Task Syntax_is_told_without_running(string text, int? line, int? column)
    {
        ScriptFailure? failure = await new QuickJsSyntax(Engine, TestLimits).CheckAsync(text, ProgramGoal.Script, default);
        (failure?.Kind, failure?.Line, failure?.Column).Should().Be((line is null ? null : CodeErrorKind.Parse, line, column), $"{failure}");
    }
}
