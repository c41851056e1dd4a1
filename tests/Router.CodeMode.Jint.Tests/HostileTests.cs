using Router.CodeMode.Driving;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Jint.Tests;

/// <summary>Programs that mean harm, each beside some that do not.</summary>
public sealed class HostileTests : IAsyncDisposable
{
    private const string Innocent = "let sum = 0; for (let i = 0; i < 8; i++) sum += (await tools.echo(i))[0]; return sum;";

    private readonly JintEngine _engine = new();

    [Theory]
    [InlineData("while (true) {}", CodeErrorKind.Timeout)]
    [InlineData("for (;;) await null", CodeErrorKind.Timeout)]
    [InlineData("const f = () => Promise.resolve().then(f); await f()", CodeErrorKind.Timeout)]
    [InlineData("try { while (true) {} } finally { while (true) {} }", CodeErrorKind.Timeout)]
    [InlineData("for (;;) { try { while (true) {} } catch { } }", CodeErrorKind.Timeout)]
    [InlineData("return /(a+)+$/.test('a'.repeat(50) + 'b')", CodeErrorKind.Timeout)]
    [InlineData("return { toJSON() { while (true) {} } }", CodeErrorKind.Timeout)]
    [InlineData("return { then(resolve) { while (true) {} } }", CodeErrorKind.Timeout)]
    [InlineData("})\nwhile (true) {}\n(async function () {", CodeErrorKind.Timeout)]
    [InlineData("const all = []; for (;;) all.push(new Array(1000).fill(1.5))", CodeErrorKind.Memory)]
    [InlineData("const all = []; for (;;) all.push(new Uint8Array(1e7))", CodeErrorKind.Memory)]
    [InlineData("let text = 'x'; for (;;) text += text", CodeErrorKind.Memory)]
    [InlineData("return new Array(2 ** 32 - 1).fill(0)", CodeErrorKind.Memory)]
    [InlineData("const f = () => f(); f()", CodeErrorKind.Program)]
    [InlineData("let b = 3n; for (;;) b *= b", CodeErrorKind.Parse)]
    [InlineData("let b = BigInt(3); for (;;) b *= b", CodeErrorKind.Program)]
    [InlineData("return new DataView(new ArrayBuffer(8)).getBigInt64(0)", CodeErrorKind.Program)]
    [InlineData("throw null", CodeErrorKind.Program)]
    public async Task It_fails_alone(string body, CodeErrorKind kind)
    {
        Task<Driven>[] innocents = [.. Enumerable.Range(0, 4).Select(_ => _engine.RunAsync(Innocent))];
        TimeSpan cpu = TimeSpan.FromSeconds(kind == CodeErrorKind.Memory ? 20 : 1);

        Driven hostile = await _engine.RunAsync(Sample.Start(body), cpu: cpu).WaitAsync(Driver.Patience);

        hostile.Failure.Kind.Should().Be(kind, "of {0}", hostile.Failure);
        (await Task.WhenAll(innocents)).Should().OnlyContain(run => run.Value == "28");
        _engine.AbandonedThreads.Should().Be(0);
    }

    [Theory]
    [InlineData("fetch('https://example.com')")]
    [InlineData("import('node:fs')")]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("(async () => {}).constructor('return 1')()")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("importNamespace('System')")]
    [InlineData("require('fs')")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)")]
    public async Task The_way_out_is_closed(string expression)
    {
        Driven run = await _engine.RunAsync($"try {{ return ['out', await {expression}]; }} catch (error) {{ return String(error); }}");

        run.Value.Should().NotStartWith("[");
    }

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();
}
