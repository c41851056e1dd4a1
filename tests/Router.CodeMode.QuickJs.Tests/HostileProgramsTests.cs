using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class HostileProgramsTests : EngineTest
{
    private static readonly CodeLimits TestLimits = new() { Cpu = TimeSpan.FromMilliseconds(400), MemoryBytes = 32 * 1024 * 1024, LogBytes = 4096, ResultBytes = 100_000, ArgumentBytes = 100_000 };

    public static TheoryData<string, CodeErrorKind> Endless => new()
    {
        { "while (true) {}", CodeErrorKind.Timeout },
        { "while (true) await null", CodeErrorKind.Timeout },
        { "const again = () => { Promise.resolve().then(again) }; again(); await new Promise(() => {})", CodeErrorKind.Timeout },
        { "while (true) { try { await (async () => { while (true) {} })() } catch {} }", CodeErrorKind.Timeout },
        { "try { while (true) {} } finally { while (true) {} }", CodeErrorKind.Timeout },
        { "/^(a+)+$/.test('a'.repeat(40) + '!')", CodeErrorKind.Timeout },
        { "new Array(2 ** 32 - 1).indexOf(1)", CodeErrorKind.Timeout },
        { "[].indexOf.call({ length: 2 ** 53 - 1 }, 1)", CodeErrorKind.Timeout },
        { "let x = 3n; while (true) x = (x * x) % (1n << 20000n)", CodeErrorKind.Timeout },
        { "let x = 3n ** 100000n; while (true) x = x * x; ", CodeErrorKind.Program },
        { "JSON.stringify({ toJSON() { while (true) {} } })", CodeErrorKind.Timeout },
        { "return { toJSON() { while (true) {} } }", CodeErrorKind.Timeout },
        { "new Uint8Array(2e6).sort((a, b) => b - a)", CodeErrorKind.Timeout },
        { "'a'.repeat(5e6).replace(/a/g, () => 'b'.repeat(3))", CodeErrorKind.Memory },
        { "for (const x of (function* () { while (true) yield 1 })()) {}", CodeErrorKind.Timeout },
        { "new Proxy({}, { get: (t, k, r) => { while (true) {} } }).x", CodeErrorKind.Timeout },
        { "const a = []; while (true) a.push(new Array(1000).fill(1))", CodeErrorKind.Memory },
        { "const a = []; while (true) { try { while (true) a.push('x'.repeat(1e6) + a.length) } catch {} }", CodeErrorKind.Memory },
        { "const a = []; while (true) a.push(new ArrayBuffer(1e6))", CodeErrorKind.Memory },
        { "return new ArrayBuffer(2e9)", CodeErrorKind.Memory },
        { "let m = new Map(); for (let i = 0; ; i++) m.set(i, { i })", CodeErrorKind.Memory },
        { "let s = Symbol(); let o = {}; for (let i = 0; ; i++) o = { o, i }", CodeErrorKind.Memory },
        { "(function f() { f() })()", CodeErrorKind.Program },
        { "JSON.parse('['.repeat(1e6))", CodeErrorKind.Program },
        { "eval('('.repeat(1e5))", CodeErrorKind.Program },
        { "let s = 'x'; while (true) s += s", CodeErrorKind.Program },
        { "return 'x'.repeat(200000)", CodeErrorKind.OutputTooLarge },
        { "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a.flat(Infinity).length", CodeErrorKind.Program },
        { "let f = () => {}; for (let i = 0; i < 3e4; i++) f = f.bind(null); f()", CodeErrorKind.Memory },
        { "class A { constructor() { new A } } new A", CodeErrorKind.Program },
        { "const t = { toString() { return '' + this } }; return '' + t", CodeErrorKind.Program },
        { "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))", CodeErrorKind.Program },
        { "for (let i = 0; ; i++) codemode.x(i).catch(() => {})", CodeErrorKind.Timeout },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_hostile_program_ends_within_its_limits(string body, CodeErrorKind kind)
    {
        ScriptStep step = await Engine.RunAsync(body, TestLimits, TestLimits.Cpu);
        step.Outcome!.Failure!.Kind.Should().Be(kind, step.Outcome.ToString());
        step.Cpu.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task The_engine_is_as_good_as_new_after_hostile_programs()
    {
        await Engine.RunAsync("Object.prototype.x = 1; Array.prototype.map = null; JSON.stringify = () => '1'; globalThis.left = 1; while (true) {}", TestLimits, TestLimits.Cpu);
        ScriptStep step = await Engine.RunAsync("return [typeof left, ({}).x, [1].map(n => n + 1)]");
        step.Outcome!.Value.Should().Be("[\"undefined\",null,[2]]");
    }

    [Fact]
    public async Task What_the_sandbox_lacks_is_absent()
    {
        const string Names = "['fetch','process','require','Deno','Bun','window','WebSocket','XMLHttpRequest','WebAssembly','SharedArrayBuffer','Atomics','WeakRef','FinalizationRegistry','std','os','print','gc','scriptArgs','Worker','host','enter','limits'].filter(name => name in globalThis)";
        (await Engine.RunAsync($"return {Names}")).Outcome!.Value.Should().Be("[]");
        (await Engine.RunAsync("return typeof host + typeof enter + typeof seed")).Outcome!.Value.Should().Be("\"undefinedundefinedundefined\"");
    }

    [Fact]
    public async Task A_flood_of_log_entries_is_cut_and_counted()
    {
        ScriptStep step = await Engine.RunAsync("for (let i = 0; i < 20000; i++) console.log('entry ' + i); return 1", TestLimits);
        step.Outcome!.Value.Should().Be("1");
        step.Logs.Sum(log => log.Text.Length + 1).Should().BeLessThanOrEqualTo(TestLimits.LogBytes + 1);
        (step.Logs.Count + step.LogsDropped).Should().BeInRange(20_000, 20_001);
    }

    [Fact]
    public async Task Long_text_without_a_fixed_shape_crosses_whole()
    {
        ScriptStep step = await Engine.RunAsync(
            "let a = ''; for (let i = 0; i < 3000; i++) a += 'é\\0' + i; console.log(a + '\\u{1F600}'); console.log('\\ud800!'); return a", new CodeLimits());
        step.Logs[0].Text.Should().StartWith("é\00é\01é\02").And.EndWith("2999\U0001F600");
        step.Logs[1].Text.Should().Be("\uFFFD!");
    }

    [Fact]
    public async Task Innocent_programs_finish_beside_hostile_ones_on_every_thread()
    {
        await using QuickJsEngine engine = new(new QuickJsEngineOptions { Threads = 2, SpareThreads = 8 });
        CodeLimits limits = new() { Cpu = TimeSpan.FromSeconds(1) };
        Task<ScriptStep>[] hogs = [.. Enumerable.Range(0, 6).Select(_ => engine.RunAsync("while (true) {}", limits, limits.Cpu))];
        ScriptStep[] innocents = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => engine.RunAsync($"return await codemode.a() + {i}", _ => "1")));
        innocents.Select(step => step.Outcome!.Value).Should().Equal(Enumerable.Range(1, 50).Select(i => $"{i}"));
        hogs.Should().Contain(hog => !hog.IsCompleted, "the innocent do not wait for the hostile");
        (await Task.WhenAll(hogs)).Should().OnlyContain(step => step.Outcome!.Failure!.Kind == CodeErrorKind.Timeout);
    }

    [Fact]
    public async Task Time_in_which_others_had_the_processor_is_not_paid_for()
    {
        CodeLimits limits = new() { Cpu = TimeSpan.FromMilliseconds(700) };
        ScriptStep[] steps = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            Engine.RunAsync("let n = 0; for (let i = 0; i < 300000; i++) n += i; return n", limits, limits.Cpu)));
        steps.Should().OnlyContain(step => step.Outcome!.Value == "44999850000");
    }
}
