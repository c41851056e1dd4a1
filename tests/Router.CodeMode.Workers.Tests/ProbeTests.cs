using System.Diagnostics;
using Router.CodeMode.Driving;
using Xunit.Abstractions;

namespace Router.CodeMode.Workers.Tests;

public sealed class ProbeTests(EngineFixture fixture, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("return 1 + 1")]
    [InlineData("let x = 1;\nreturn x.y.z;")]
    [InlineData("let x = 1;\nlet y = ; return x;")]
    [InlineData("const a = await tools.echo({a: 1});\nconsole.log('hi', a);\nreturn a;")]
    [InlineData("return Object.getOwnPropertyNames(globalThis).sort().join(' ')")]
    [InlineData("const r=[]; let o = Object.getPrototypeOf(globalThis); while(o && o !== Object.prototype) { r.push(Reflect.ownKeys(o).map(String).join(' ')); o = Object.getPrototypeOf(o);} return r;")]
    [InlineData("try { const m = await import('cloudflare:workers'); return Object.keys(m) } catch (e) { return String(e) }")]
    [InlineData("try { const m = await import('cloudflare:sockets'); const s = m.connect('1.1.1.1:80'); await s.opened; return 'open'} catch (e) { return String(e) }")]
    [InlineData("try { const m = await import('node:fs'); return Object.keys(m) } catch (e) { return String(e) }")]
    [InlineData("let s = 0; for (let i = 0; i < 1000; i++) { await null; s++; } return s;")]
    [InlineData("while (true) {}")]
    [InlineData("for(;;) await null")]
    [InlineData("const a=[]; for(;;) a.push(new Array(1000).fill(1))")]
    [InlineData("const a=[]; for(;;) a.push(new ArrayBuffer(10000000).slice(1))")]
    [InlineData("const a=[]; for(;;) { const b = new Uint8Array(10000000); b.fill(1); a.push(b) }")]
    [InlineData("let s='x'; for(;;) s += s")]
    [InlineData("function f() { f() } f()")]
    [InlineData("/(a+)+$/.test('a'.repeat(40)+'b')")]
    [InlineData("return new Array(2**32-1).indexOf(1)")]
    [InlineData("let b = 3n; for(;;) b = b*b")]
    [InlineData("await new Promise(() => {})")]
    [InlineData("Promise.reject(new Error('x')); return 1")]
    [InlineData("return 'x'.repeat(1000000)")]
    [InlineData("return await import('cloudflare:workers').then(m => m.abortIsolate('bye'))")]
    [InlineData("x = 1; return x")]
    [InlineData("})\nwhile(true) {}\n(async function () {")]
    [InlineData("Array.prototype.toJSON = () => 'x'; return 1")]
    [InlineData("return [new Date().toISOString(), Date.now(), Math.random(), crypto.randomUUID(), performance.now()]")]
    [InlineData("throw new TypeError('oops')")]
    [InlineData("const m = await import('cloudflare:workers'); return [Object.keys(m.exports ?? {}), Object.keys(m.env), typeof m.waitUntil]")]
    public async Task Probe(string body)
    {
        Stopwatch w = new(); w.Start();
        try
        {
            Driven run = await fixture.Engine.RunAsync(Sample.Start(body), cpu: TimeSpan.FromSeconds(1)).WaitAsync(Driver.Patience);
            output.WriteLine($"{body}\n => {w.ElapsedMilliseconds} ms {run.Transcript}\n cpu {run.Steps.Sum(s => s.Cpu.TotalMilliseconds)} mem {run.Steps[^1].MemoryBytes}");
        }
        catch (Exception e) { output.WriteLine($"{body}\n => {w.ElapsedMilliseconds} ms {e}"); }
    }
}
