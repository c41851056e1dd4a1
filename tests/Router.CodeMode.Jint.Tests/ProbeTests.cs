using System.Diagnostics;
using Router.CodeMode.Driving;
using Xunit.Abstractions;

namespace Router.CodeMode.Jint.Tests;

public sealed class ProbeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("return 1 + 1")]
    [InlineData("let x = 1;\nreturn x.y.z;")]
    [InlineData("let x = 1;\nlet y = ; return x;")]
    [InlineData("const a = await tools.echo({a: 1});\nconsole.log('hi', a);\nreturn a;")]
    [InlineData("return Object.getOwnPropertyNames(globalThis).sort().join(' ')")]
    [InlineData("try { const m = await import('node:fs'); return Object.keys(m) } catch (e) { return String(e) }")]
    [InlineData("let s = 0; for (let i = 0; i < 1000; i++) { await null; s++; } return s;")]
    [InlineData("while (true) {}")]
    [InlineData("try { while (true) {} } finally { while(true) {} }")]
    [InlineData("for(;;) await null")]
    [InlineData("const a=[]; for(;;) a.push(new Array(1000).fill(1))")]
    [InlineData("const a=[]; for(;;) { const b = new Uint8Array(10000000); b.fill(1); a.push(b) }")]
    [InlineData("let s='x'; for(;;) s += s")]
    [InlineData("function f() { f() } f()")]
    [InlineData("/(a+)+$/.test('a'.repeat(40)+'b')")]
    [InlineData("return new Array(2**32-1).indexOf(1)")]
    [InlineData("const a = new Array(2**22); for(;;) a.indexOf(1)")]
    [InlineData("let b = 3n; for(;;) b = b*b")]
    [InlineData("return 'a'.repeat(2**28).split('').length")]
    [InlineData("await new Promise(() => {})")]
    [InlineData("Promise.reject(new Error('x')); return 1")]
    [InlineData("x = 1; return x")]
    [InlineData("})\nwhile(true) {}\n(async function () {")]
    [InlineData("Array.prototype.toJSON = () => 'x'; return 1")]
    [InlineData("return [new Date().toISOString(), Date.now(), Math.random(), crypto.randomUUID(), performance.now(), new Date(2026, 0, 1).getTimezoneOffset()]")]
    [InlineData("throw new TypeError('oops')")]
    [InlineData("return await (async () => { await tools.fail(); })()")]
    [InlineData("let o = {}; for (let i = 0; i < 100000; i++) o = {o}; return JSON.stringify(o).length")]
    [InlineData("return new Date(0).constructor('return 1')")]
    public async Task Probe(string body)
    {
        await using JintEngine engine = new();
        Stopwatch w = new(); w.Start();
        try
        {
            Driven run = await engine.RunAsync(Sample.Start(body), cpu: TimeSpan.FromSeconds(1)).WaitAsync(Driver.Patience);
            output.WriteLine($"{body}\n => {w.ElapsedMilliseconds} ms {run.Transcript}\n cpu {run.Steps.Sum(s => s.Cpu.TotalMilliseconds)} aband {engine.AbandonedThreads}");
        }
        catch (Exception e) { output.WriteLine($"{body}\n => {w.ElapsedMilliseconds} ms {e}"); }
    }
    [Fact]
    public async Task Perf()
    {
        await using JintEngine engine = new();
        foreach (string body in new[] { "return 1 + 1", "let s = 0; for (let i = 0; i < 3; i++) s += (await tools.echo(i))[0]; return s;" })
        {
            List<double> ms = [];
            for (int i = 0; i < 1000; i++)
            {
                long t = Stopwatch.GetTimestamp();
                Driven run = await engine.RunAsync(body);
                ms.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
            }
            output.WriteLine($"first {ms[0]:F1}"); ms.Sort();
            output.WriteLine($"p50 {ms[500]:F2} p95 {ms[950]:F2} min {ms[0]:F2} load {File.ReadAllText("/proc/loadavg")}");
        }
    }
}
