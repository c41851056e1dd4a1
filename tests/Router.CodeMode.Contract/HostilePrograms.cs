using Router.CodeMode.Execution;
using static Router.CodeMode.Execution.CodeErrorKind;

namespace Router.CodeMode.Contract;

/// <summary>What every engine has to contain.</summary>
public static class HostilePrograms
{
    private const CodeErrorKind TimedOut = CodeErrorKind.Timeout;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileProgram> All { get; } =
    [
        new("spins", "while (true) { }", TimedOut),
        new("spins and catches", "for (;;) { try { for (;;) { } } catch { } finally { for (;;) { } } }", TimedOut),
        new("awaits nothing forever", "while (true) await null;", TimedOut, Memory),
        new("chains jobs forever", "const next = () => Promise.resolve().then(next); await next();", TimedOut, Memory),
        new("floods timers", "const again = () => setTimeout(again, 0); again(); await new Promise(() => { });", TimedOut, CallLimit, Deadlock),
        new("grows an array", "const all = []; while (true) all.push(new Array(1000).fill(all.length));", Memory, TimedOut, Program),
        new("grows an array and catches", "const all = []; while (true) { try { all.push(new Array(1000).fill(1)); } catch { } }", Memory, TimedOut),
        new("doubles a string", "let s = 'x'; while (true) s += s + 'y';", Memory, Program, TimedOut),
        new("doubles a string and catches", "let s = 'x'; while (true) { try { s += s + 'y'; } catch { } }", Memory, TimedOut),
        new("allocates buffers", "const all = []; while (true) all.push(new Uint8Array(1 << 24).fill(1));", Memory, Program, TimedOut),
        new("allocates buffers and catches", "const all = []; while (true) { try { all.push(new ArrayBuffer(1 << 24)); } catch { } }", Memory, TimedOut),
        new("pads a string", "return 'x'.padEnd(2 ** 30, 'y').length;", Memory, Program, TimedOut, null),
        new("recurses", "const f = (n) => f(n + 1) + 1; return f(0);", Program, Memory),
        new("recurses and catches", "const f = () => { try { f(); } catch { f(); } }; f();", Program, Memory, TimedOut, null),
        new("recurses through toString", "const o = { toString() { return '' + o; } }; return '' + o;", Program, Memory),
        new("recurses through a sort", "const f = () => [3, 1, 2].sort(() => f()); f();", Program, Memory),
        new("recurses through a replacer", "const f = () => 'a'.replace(/a/, () => f()); return f();", Program, Memory),
        new("recurses through a proxy", "let p = {}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); return p.x;", Program, Memory, TimedOut, null),
        new("nests JSON", "return JSON.parse('['.repeat(200000));", Program, Memory, TimedOut),
        new("nests its value", "let a = []; for (let i = 0; i < 100000; i++) a = [a]; return a;", OutputTooLarge, Program, InvalidArguments, Memory, TimedOut),
        new("nests its source", $"return {new string('[', 50_000)}1{new string(']', 50_000)};", Parse, Program, OutputTooLarge, Memory),
        new("nests what it evaluates", "return eval('('.repeat(100000) + ')'.repeat(100000));", Program, Memory, TimedOut),
        new("backtracks", "return /^(a+)+$/.test('a'.repeat(50) + 'b');", TimedOut, Memory, Program),
        new("searches a sparse array", "return new Array(2 ** 32 - 1).indexOf(1);", TimedOut, Memory, Program, null),
        new("fills a big array", "return new Array(2 ** 27).fill(0).length;", TimedOut, Memory, Program, null),
        new("joins a big array", "return new Array(2 ** 30).join('xyz').length;", TimedOut, Memory, Program),
        new("squares a BigInt", "let n = 3n; while (true) n *= n;", TimedOut, Memory, Program, Parse),
        new("shifts a BigInt", "return String(1n << 100000000n).length;", TimedOut, Memory, Program, Parse, null),
        new("sorts without end", "return [...Array(1e6).keys()].sort(() => Math.random() - 0.5).length;", TimedOut, Memory, null),
        new("rejects unheard", "Promise.reject(new Error('unheard')); (async () => { throw new Error('unheard'); })(); return 1;", [null]),
        new("throws in a timer", "setTimeout(() => { throw new Error('late'); }, 1); await new Promise((r) => setTimeout(r, 2)); return 1;", [null]),
        new("returns 50 MB", "return 'x'.repeat(50e6);", OutputTooLarge, Memory),
        new("passes 50 MB", "return await echo('x'.repeat(50e6));", OutputTooLarge, Memory),
        new("asks for 50 MB", "return (await big(50e6)).length;", OutputTooLarge, Memory),
        new("logs 200,000 times", "for (let i = 0; i < 200000; i++) console.log('line', i);", TimedOut, null),
        new("logs 20 MB at once", "console.log('x'.repeat(20e6));", Memory, null),
        new("calls 20,000 times at once", "await Promise.all(Array.from({ length: 20000 }, (_, i) => echo(i)));", CallLimit, Memory, TimedOut),
        new("calls on and on", "for (;;) { try { await echo(1); } catch { } }", CallLimit, TimedOut),
        new("calls on and on unheard", "for (;;) { echo(1).catch(() => { }); await null; }", CallLimit, TimedOut, Memory),
        new("waits for what never comes", "await new Promise(() => { });", Deadlock),
        new("returns what never comes", "return { then() { } };", Deadlock),
        new("is thenable forever", "const t = { then(resolve) { resolve(t); } }; return t;", TimedOut, Memory, Program),
        new("spins while its value is read", "return { toJSON() { for (;;) { } } };", TimedOut),
        new("spins while its error is read", "throw { get name() { for (;;) { } }, toJSON() { for (;;) { } } };", TimedOut, Program),
        new("spins in a getter of an error", "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { for (;;) { } } }); throw e;", TimedOut),
        new("opens the network", "return await fetch('http://127.0.0.1/');", Program),
        new("opens a socket", "return new WebSocket('ws://127.0.0.1/');", Program),
        new("imports", "return await import('node:fs');", Program, Parse),
        new("requires", "return require('fs').readFileSync('/etc/passwd');", Program),
        new("reads the environment", "return process.env;", Program),
        new("exits", "process.exit(1);", Program),
        new("climbs to the function constructor", "return (() => { }).constructor('return typeof process + typeof require + typeof host')();", Program, null),
        new("evaluates", "return eval('1 + 1');", Program, null),
        new("steps out of its wrapper", "}); while (true) { } (function () {", [Parse]),
        new("has no end", "return await (async () => {", [Parse]),
        new("deletes what it stands on", "for (const k of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[k]; } catch { } } return 1;", Program, null),
        new("breaks promises", "Promise.prototype.then = () => { for (;;) { } }; return await echo(1);", TimedOut, Program, Deadlock, null),
        new("breaks arrays", "Array.prototype.push = Array.prototype.join = () => { throw 1; }; Object.prototype.toJSON = () => 'bad'; return await echo([1]);", Program, null),
        new("makes code of a length that counts", $"{string.Concat(Enumerable.Repeat("if (1) { ", 2_000))}{new string('}', 2_000)}", Parse, Program, Memory, null),
    ];
}
