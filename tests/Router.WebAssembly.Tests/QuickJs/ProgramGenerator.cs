using System.Globalization;

namespace Router.WebAssembly.Tests.QuickJs;

/// <summary>JavaScript programs by chance, from a seed: each leaves its answer as JSON in <c>globalThis.out</c>.</summary>
internal sealed class ProgramGenerator(int seed)
{
    private static readonly string[] Words = ["alpha", "Beta", "gämma", "δelta", "e-5", "", "  x ", "日本語", "a,b;c", "0x1F", "NaN", "𝒳y"];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "-1", "0.1", "1e21", "1e-7", "123456789.125", "NaN", "Infinity", "-Infinity", "2**53", "2**31", "-(2**31)", "4294967296", "5e-324", "1.7976931348623157e308", "255.5"];

    private readonly Random _random = new(seed);

    /// <summary>One program; a thrown error is an answer too.</summary>
    public string Next()
    {
        var body = Pick<Func<string>>(
            Expressions, Closures, Classes, Generators, Regex, Json, BigInts, TypedArrays, Dates, Strings, Destructuring, Exceptions, Async,
            Sorting, MapsAndSets, Proxies, Loops, NumberFormats, Symbols, Getters, Iterators, Tagged, Recursion, Reflection, Maths)();
        return "globalThis.out = 'pending'; const show = (v) => JSON.stringify(v, (k, x) => typeof x === 'bigint' ? x + 'n' : typeof x === 'number' && !Number.isFinite(x) ? String(x) : x === undefined ? 'undefined' : x);"
            + $"try {{ (() => {{ {body} }})() }} catch (e) {{ globalThis.out = e.name + ': ' + e.message }} 'ok'";
    }

    private static string Out(string value) => $"globalThis.out = show({value});";

    private string Expressions() => Out($"[{string.Join(", ", Enumerable.Range(0, 6).Select(_ => Expression(4)))}]");

    private string Expression(int depth) => depth == 0
        ? Pick(Number(), Quote(Word()), "true", "null", "undefined", $"[{Small()}, {Small()}]", $"{{a: {Small()}}}")
        : Pick(
            $"({Expression(depth - 1)} {Pick("+", "-", "*", "/", "%", "**", "<<", ">>", ">>>", "&", "|", "^", "<", "<=", "==", "===", "!=", "&&", "||", "??", ",")} {Expression(depth - 1)})".Replace("??", "|| null ??", StringComparison.Ordinal).Replace("|| null ??", "&&", StringComparison.Ordinal),
            $"({Expression(depth - 1)} ? {Expression(depth - 1)} : {Expression(depth - 1)})",
            $"{Pick("typeof ", "!", "~", "- ", "+ ", "void ")}({Expression(depth - 1)})",
            $"String({Expression(depth - 1)})",
            $"Number({Expression(depth - 1)})");

    private string Closures() =>
        $"const fs = []; for (let i = 0; i < {Count()}; i++) {{ let n = i * {Small()}; fs.push((d) => n += d + i); }} {Out($"fs.map((f, i) => [f({Small()}), f(i), f.length])")}";

    private string Classes() =>
        $"class A {{ #p = {Small()}; static s = {Small()}; constructor(v) {{ this.v = v; }} get p() {{ return this.#p; }} add(n) {{ this.#p += n; return this; }} toString() {{ return `A(${{this.#p}})`; }} }}"
        + $"class B extends A {{ add(n) {{ super.add(n * {Small()}); return super.add(1); }} static make(...a) {{ return new B(...a); }} }}"
        + Out($"[String(B.make({Number()}).add({Small()})), B.s, new B(1) instanceof A, Object.keys(new B({Quote(Word())})), B.name, new A({Small()}).p]");

    private string Generators() =>
        $"function* g(n) {{ try {{ for (let i = 0; i < n; i++) {{ const got = yield i * {Small()}; if (got) i += got; }} return 'end'; }} finally {{ log.push('closed'); }} }} const log = [];"
        + $"function* h() {{ const r = yield* g({Count()}); yield r; }} const it = h(); log.push(it.next(), it.next({Small()}), it.return({Small()}), it.next());"
        + Out($"[log, [...h()], Array.from({{length: {Count()}}}, (_, i) => i ** 2)]");

    private string Regex() => Out(Pick(
        $"{Quote(Sentence())}.replace(/(\\w+)\\s(\\w+)/gu, '$2-$1')",
        $"[...{Quote(Sentence())}.matchAll(/(?<first>[a-z])(?<rest>\\p{{L}}*)/giu)].map(m => [m.index, m.groups.first, m.groups.rest])",
        $"{Quote(Sentence())}.split(/[\\s,;]+/).map(w => w.search(/[aeiouä]/))",
        $"/^(?:a|ab)(?:c|bcd)(?=d*)/.exec('ab' + 'c'.repeat({Count()}) + 'd')",
        $"{Quote(Sentence())}.replace(/./gsu, c => c.codePointAt(0).toString({_random.Next(2, 36)}) + '.')",
        $"/(\\d+)-(?<!x)(\\d+)\\1?/.exec('{_random.Next(1000)}-{_random.Next(1000)}')",
        $"new RegExp({Quote(Pick("[", "(a", "a{2,1}", "\\p{Foo}", "^$", "a|b|"))}, 'u').source"));

    private string Json() => Out(Pick(
        $"JSON.stringify({Value(4)}, null, {_random.Next(4)})",
        $"JSON.parse(JSON.stringify({Value(4)}), (k, v) => typeof v === 'number' ? v + 1 : v)",
        $"JSON.parse({Quote(Pick("{", "[1,]", "{\"a\":1e5}", "\"\\u00e9\\ud83d\"", "01", "[1,2,{\"x\":null}]", "tru", "-0", " 1 "))})",
        $"JSON.stringify({{date: new Date({_random.Next()}), f() {{}}, u: undefined, n: {Number()}, s: Symbol('x'), toJSON: {Pick("undefined", "() => 5", "(k) => [k]")}}})"));

    private string BigInts() => Out(
        $"[{BigInt()} {Pick("+", "-", "*", "/", "%", "&", "|", "^")} {BigInt()}, {BigInt()} ** {_random.Next(40)}n, {BigInt()} << {_random.Next(100)}n, {BigInt()} >> {_random.Next(100)}n, -{BigInt()}, ({BigInt()}).toString({_random.Next(2, 36)}), BigInt({Quote(Pick("12", "0xff", "1.5", " 7 ", "x"))}), {BigInt()} > {Number()}, Number({BigInt()})]");

    private string TypedArrays()
    {
        var type = Pick("Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array");
        return $"const a = {type}.from([{string.Join(", ", Enumerable.Range(0, 8).Select(_ => Number()))}]); const b = new DataView(a.buffer); b.set{Pick("Int8", "Uint8")}({_random.Next(8)}, {Small()});"
            + Out($"[Array.from(a, String), Array.from(a.subarray(1, {Count()})).length, Array.from(new Uint8Array(a.buffer, 0, 8)), b.getFloat32(0, {Pick("true", "false")}), a.indexOf({Number()}), Array.from(a.slice().sort(), String), a.byteLength]");
    }

    private string Dates() =>
        $"const d = new Date({Pick(_random.NextInt64(-8_000_000_000_000, 8_000_000_000_000).ToString(CultureInfo.InvariantCulture), "2024, 1, 29, 12, 30", "'2024-02-30T10:00:00Z'", "'nonsense'", "8.64e15", "Date.now()", "'Tue Mar 01 2022'")});"
        + $"d.setUTC{Pick("Month", "Date", "Hours", "FullYear")}({_random.Next(-30, 3000)});"
        + Out("[d.getTime(), d.getDay(), d.getTimezoneOffset(), String(d.toJSON()), d.toUTCString(), Date.UTC(2020, 1, 30), d.getHours()]");

    private string Strings()
    {
        var s = Quote(Sentence());
        return Out($"[{s}.slice({Small()}, {Small()}), {s}.at({Small()}), {s}.padStart({_random.Next(40)}, {Quote(Word())}), {s}.normalize('NFD').length, {s}.toUpperCase(), {s}.indexOf({Quote(Word())}), {s}.substring({Small()}, {Small()}), {s}.trim().split(''), [...{s}].reverse().join(''), {s}.localeCompare({Quote(Word())}), encodeURIComponent({s}), escape({s}), {s}.replaceAll('a', '$&$&'), {s}.charCodeAt({Count()}), {s}.codePointAt(1), {s} < {Quote(Word())}, parseInt({s}, {_random.Next(37)}), parseFloat({Quote(Word())})]");
    }

    private string Destructuring() =>
        $"const {{a = {Small()}, b: {{c: [x, , y = {Small()}, ...z] = []}} = {{c: [1, 2, 3, 4, 5]}}, ...rest}} = {Pick("{}", "{a: 7, q: 1}", "{b: {c: 'hello'}}", "{b: {}}", "{a: null, b: {c: [9]}, r: 2}", "{b: null}")};"
        + $"let [p, q] = [{Number()}, {Small()}]; [p, q] = [q, p]; const f = ({{k = 1, ...o}} = {{}}, ...[m, n]) => [k, o, m, n];"
        + Out($"[a, x, y, z, rest, p, q, f({{k: {Small()}, w: 2}}, 3, 4, 5), f()]");

    private string Exceptions() =>
        $"const log = []; function f(n) {{ try {{ log.push(n); if (n > {Count()}) throw new {Pick("TypeError", "RangeError", "Error", "SyntaxError")}('deep ' + n, {{cause: n}}); return f(n + 1); }} catch (e) {{ if (n % 2) throw e; log.push(e.message, e.cause); return n; }} finally {{ log.push(-n); if (n === {Count()}) return 'swallowed'; }} }}"
        + Pick("", "null.x;", "undefined();", "x; let x = 1;", "({}).a.b;", "const c = 1; c = 2;", "new Array(-1);", "(1).toFixed(101);", "'x'.repeat(-1);", "Symbol() + '';", "[].reduce((a, b) => a);", "decodeURIComponent('%');")
        + Out("[f(0), log]");

    private string Async() =>
        $"const log = []; const wait = (n) => new Promise((r, j) => n % 3 ? Promise.resolve(n).then(r) : j(new Error('no ' + n)));"
        + $"(async () => {{ for await (const x of (async function* () {{ for (let i = {Small()}; i < {Small()} + 5; i++) yield i; }})()) {{ try {{ log.push(await wait(x)); }} catch (e) {{ log.push(e.message); }} }}"
        + $"log.push(await Promise.allSettled([wait({Small()}), wait({Small()})]), await Promise.race([wait(1), wait(2)]), await Promise.any([wait(3), wait(4)])); return Promise.all([wait({Small()}), {Small()}]); }})()"
        + $".then(v => {{ {Out("['done', v, log]")} }}, e => {{ {Out("['failed', e.message, log]")} }}).finally(() => log.push('end'));";

    private string Sorting() =>
        $"const a = [{string.Join(", ", Enumerable.Range(0, _random.Next(2, 40)).Select(_ => Pick(Number(), Small(), Quote(Word()))))}];"
        + Out($"[[...a].sort(), [...a].sort((x, y) => {Pick("x - y", "String(x).length - String(y).length", "x < y ? -1 : 1", "0", "y > x")}), a.toSorted?.().length, a.findLast(x => x > {Small()}), a.flatMap(x => [x, [x]]).length, a.copyWithin(0, {Count()}).length, a.includes(NaN), a.indexOf(NaN), a.lastIndexOf({Small()})]");

    private string MapsAndSets() =>
        $"const m = new Map([[NaN, 1], [{Number()}, 2], [{Quote(Word())}, 3], [-0, 4]]); m.set(0, {Small()}); m.delete({Number()}); const s = new Set({Quote(Sentence())}); for (const c of s) {{ if (s.size < {Count()} * 3) s.add(c + c); else s.delete(c); }} const w = new WeakMap(); const k = {{}}; w.set(k, 1);"
        + Out("[[...m], [...s], m.has(NaN), m.get(-0), w.has(k), w.has({}), Object.fromEntries(m), [...m.keys()].length]");

    private string Proxies() =>
        $"const log = []; const p = new Proxy({Pick("{}", "[1, 2, 3]", "function f(a) { return a }", "{a: 1, b: 2}")}, {{ get(t, k, r) {{ log.push('get ' + String(k)); return Reflect.get(t, k, r); }}, set(t, k, v) {{ log.push('set ' + String(k)); return {Pick("Reflect.set(t, k, v)", "false", "true")}; }}, has(t, k) {{ log.push('has ' + String(k)); return k in t; }}, ownKeys(t) {{ log.push('keys'); return Reflect.ownKeys(t); }}, deleteProperty(t, k) {{ log.push('delete'); return delete t[k]; }} }});"
        + $"p.a = {Small()}; {Pick("delete p.a;", "'b' in p;", "p.push?.(4);", "({...p});", "Object.keys(p);", "for (const k in p);")}" + Out("[typeof p, log, JSON.stringify(p)]");

    private string Loops() =>
        $"let n = 0, log = []; outer: for (let i = 0; i < {Count() + 3}; i++) {{ for (let j = i; ; j++) {{ n += i * j; if (j > {Count() + 3}) continue outer; if (n > {_random.Next(2000)}) break outer; if ((i ^ j) % 3 === 0) continue; log.push(n % 7); }} }}"
        + $"do {{ n -= {_random.Next(1, 9)}; switch (n % 5) {{ case 0: log.push('zero'); case 1: log.push('one'); break; default: n--; }} }} while (n > 0); for (const k in {{b: 1, a: 2, 2: 3, 1: 4}}) log.push(k);"
        + Out("[n, log]");

    private string NumberFormats() => Out(
        $"[{Number()}, {Small()} / 7, {_random.NextDouble().ToString("R", CultureInfo.InvariantCulture)}].flatMap(x => [x.toFixed({_random.Next(20)}), x.toPrecision({_random.Next(1, 30)}), x.toExponential({_random.Next(20)}), x.toString({_random.Next(2, 36)}), String(x), x.toLocaleString === undefined, Math.round(x), x | 0, x >>> 0, Math.fround(x), Object.is(x, -0)])");

    private string Symbols() =>
        $"const s = Symbol({Quote(Word())}); const o = {{[s]: 1, [Symbol.toPrimitive](h) {{ return h === 'number' ? {Small()} : h; }}, [Symbol.toStringTag]: {Quote(Word())}}};"
        + Out("[String(s), s.description, +o, `${o}`, o + '', Object.prototype.toString.call(o), Object.getOwnPropertySymbols(o).length, Symbol.for('k') === Symbol.for('k')]");

    private string Getters() =>
        $"const log = []; const o = {{get a() {{ log.push('a'); return {Small()}; }}, set a(v) {{ log.push(v); }}, __proto__: {{inherited: {Small()}}}}}; o.a = {Number()}; Object.defineProperty(o, 'h', {{value: 1, enumerable: {Pick("true", "false")}}}); {Pick("Object.freeze(o);", "Object.seal(o);", "Object.preventExtensions(o);", "")} {Pick("'use strict';", "")} o.z = 1;"
        + Out("[o, log, o.inherited, o?.x?.y, o.x ?? 'none', Object.entries(Object.getOwnPropertyDescriptors(o)).map(([k, d]) => [k, d.enumerable, d.writable]), 'z' in o]");

    private string Iterators() =>
        $"class R {{ constructor(n) {{ this.n = n; }} *[Symbol.iterator]() {{ for (let i = 0; i < this.n; i++) yield i; }} }} const [a, ...b] = new R({Count()});"
        + Out($"[a, b, Math.max(...new R({Count()})), Array.from(new R({Count()}), x => x * {Small()}), [...new R(3)].entries().next(), Object.groupBy ? Object.groupBy(new R({Count()}), x => x % 2 ? 'odd' : 'even') : 0, [...'a𝒳b'].length]");

    private string Tagged() =>
        $"const t = (s, ...v) => [s.raw, [...s], v]; const n = {Number()};" + Out($"[t`a${{n}}\\n${{{Small()}}}`, String.raw`\\x${{n}}`, `${{[1, [2, 3]]}}${{{{}}}}`, ((a, b = a, ...c) => a + b + c.length)({Small()})]");

    private string Recursion() =>
        $"const fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); const ack = (m, n) => m === 0 ? n + 1 : n === 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1)); const perms = a => a.length < 2 ? [a] : a.flatMap((x, i) => perms([...a.slice(0, i), ...a.slice(i + 1)]).map(p => [x, ...p]));"
        + Out($"[fib({_random.Next(18)}), ack(2, {_random.Next(4)}), perms([1, 2, {Small()}]).length, (() => {{ try {{ return (function f() {{ return f() + 1; }})(); }} catch (e) {{ return e.message; }} }})()]");

    private string Reflection() => Out(
        $"[Reflect.ownKeys(class {{ static a = 1; static b() {{}} }}), Object.getOwnPropertyNames({Quote(Word())}), (function (a, b) {{ arguments[0] = {Small()}; return [a, arguments.length, arguments[1]]; }})(1, 2, 3), eval('{Small()} + {Small()}'), new Function('a', 'return a * 2')({Small()}), Reflect.construct(Date, [0]).getTime(), (() => {{}}).name, Function.prototype.toString.call((a) => a + {Small()})]");

    private string Maths() => Out(
        $"['abs', 'floor', 'ceil', 'round', 'trunc', 'sign', 'sqrt', 'cbrt', 'exp', 'log', 'log2', 'log10', 'sin', 'cos', 'tan', 'atan', 'asinh', 'expm1', 'clz32', 'fround'].map(f => String(Math[f]({Number()}))).concat(String(Math.hypot({Number()}, {Small()})), String(Math.pow({Number()}, {Number()})), Math.imul({Number()}, {Number()}), String(Math.atan2({Number()}, {Small()})), Math.random())");

    private string Value(int depth) => depth == 0 || _random.Next(3) == 0
        ? Pick(Number(), Quote(Word()), "true", "null", "undefined")
        : _random.Next(2) == 0
            ? $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)))}]"
            : $"{{{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(i => $"{Pick("a", "b", "'c d'", "1")}{(i == 0 ? "" : "")}: {Value(depth - 1)}"))}}}";

    private string BigInt() => $"{_random.NextInt64(1, long.MaxValue) * (_random.Next(2) == 0 ? 1 : 0) + _random.Next(1, 100)}n".Replace("-", "", StringComparison.Ordinal);

    private string Number() => $"({Pick(Numbers)})";

    private string Small() => $"({_random.Next(-6, 12)})";

    private int Count() => _random.Next(1, 9);

    private string Word() => Pick(Words);

    private string Sentence() => string.Join(Pick(" ", ", ", "\\n"), Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Word()));

    private static string Quote(string text) => $"'{text}'";

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
