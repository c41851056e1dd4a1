using static Router.CodeMode.Execution.CodeErrorKind;

namespace Router.CodeMode.Contract;

/// <summary>What models write, and what must come of it on every engine.</summary>
public static class ContractPrograms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ContractProgram> All { get; } =
    [
        // Forms.
        new("an expression", "1 + 1") { Value = "2" },
        new("an expression with a semicolon", "1 + 1;") { Value = "2" },
        new("an object", "{ a: 1, b: [true, null] }") { Value = """{"a":1,"b":[true,null]}""" },
        new("an awaited call", "await math.add(1, 2)") { Value = "3", Calls = ["math.add"] },
        new("an async arrow function", "async () => {\n  const page = await docs.pages.get({ id: 7 });\n  return page.toUpperCase();\n}")
        { Value = "\"PAGE 7\"", Calls = ["docs.pages.get"] },
        new("a named function", "async function main() {\n  return await math.add(2, 2);\n}") { Value = "4" },
        new("a function and a helper", "function twice(x) { return 2 * x; }\nasync function main() { return twice(await math.add(1, 2)); }") { Value = "6" },
        new("a function that is called", "async function main() { return 5; }\nmain()") { Value = "5" },
        new("a function in a constant", "const run = async () => { return 6; };") { Value = "6" },
        new("statements with return", "const a = await math.add(1, 1);\nif (a === 2) { return 'two'; }\nreturn 'other';") { Value = "\"two\"" },
        new("statements whose last is the value", "const a = await math.add(1, 1);\na * 10") { Value = "20" },
        new("a return inside of a callback only", "const a = [1, 2].map((x) => { return x * 2; });\na") { Value = "[2,4]" },
        new("export default of a function", "export default async () => {\n  return await math.add(3, 4);\n};") { Value = "7" },
        new("export default of a named function", "export default async function main() { return helper(); }\nfunction helper() { return 8; }") { Value = "8" },
        new("export default of a value", "const a = 9;\nexport default a;") { Value = "9" },
        new("a fence", "```js\nreturn 1;\n```") { Value = "1" },
        new("a fence within prose", "Here is the program:\n\n```typescript\nconst x: number = 2;\nreturn x;\n```\n\nIt returns 2.") { Value = "2" },
        new("a fence without an end", "```javascript\nreturn 3;") { Value = "3" },
        new("a fence of another language first", "Install:\n```sh\nnpm i x\n```\nThen:\n```js\nreturn 4;\n```") { Value = "4" },
        new("a fence in a comment", "/*\n```js\nreturn 1;\n```\n*/\nreturn 2;") { Value = "2" },
        new("a fence in a template", "const md = `text\n\\`\\`\\`js\nreturn 1;\n\\`\\`\\``;\nreturn md.length;") { Value = "24" },
        new("types", "interface Page { id: number; title?: string }\nconst pages: Page[] = [{ id: 1 }];\nreturn pages.map((p: Page): number => p.id as number);")
        { Value = "[1]" },
        new("types and an enum", "enum Color { Red, Green }\nfunction f<T>(x: T): T { return x; }\nreturn f<number>(Color.Green);") { Value = "1" },
        new("no value", "const a = 1;") { Value = null },
        new("undefined", "return undefined;") { Value = null },
        new("null", "return null;") { Value = "null" },
        new("a comment at its end", "return 1; // done") { Value = "1" },
        new("line breaks of Windows", "const a = 1;\r\nreturn a + 1;\r\n") { Value = "2" },
        new("a byte order mark", "\uFEFFreturn 1;") { Value = "1" },
        new("names that are globals elsewhere", "const name = 'n', status = 1, event = 2; return [name, status, event];") { Value = "[\"n\",1,2]" },

        // Values.
        new("what JSON lacks", "return { date: new Date(0), map: new Map([['a', 1]]), set: new Set([1, 2]), big: 12n, no: undefined, nan: NaN, f() { } };")
        { Value = """{"date":"1970-01-01T00:00:00.000Z","map":{"a":1},"set":[1,2],"big":12,"nan":null}""" },
        new("bytes out", "return new Uint8Array([1, 2, 255]);") { Value = """{"$bytes":"AQL/"}""" },
        new("bytes there and back", "const b = await echo(new Uint8Array([9, 8]));\nreturn [b instanceof Uint8Array, b.length, b[1]];") { Value = "[true,2,8]" },
        new("characters outside of the first plane", "return await echo('日本 🎉 é \\u0000 \\ud83d');") { Value = "\"日本 🎉 é \\u0000 \\uFFFD\"" },
        new("halves of surrogate pairs wherever they are", "return await echo({ ['\\ud83d']: ['\\ude00', new String('a\\ud83d')], escaped: '\\\\ud83d', whole: '\\ud83d\\ude00' });")
        { Value = """{"\uFFFD":["\uFFFD","a\uFFFD"],"escaped":"\\ud83d","whole":"\ud83d\ude00"}""" },
        new("arguments that claim to have no JSON", "Array.prototype.toJSON = () => undefined;\ntry { await echo(1); } catch (e) { return e.kind; }") { Value = "\"InvalidArguments\"" },
        new("a language that the program has broken", "const one = echo(1);\nString.prototype.includes = () => { throw new Error('mine'); };\nreturn await one;") { Fails = Program, Says = "mine" },
        new("numbers at their edges", "return await echo([0.1 + 0.2, 1e21, -0, 2 ** 53, 5e-324, 1.7976931348623157e308]);")
        { Value = "[0.30000000000000004,1e+21,0,9007199254740992,5e-324,1.7976931348623157e+308]" },
        new("a key called __proto__", "return JSON.parse('{\"__proto__\":{\"a\":1},\"b\":2}').b;") { Value = "2" },

        // Calls.
        new("many at once", "return (await Promise.all([1, 2, 3, 4].map((i) => math.add(i, i)))).reduce((a, b) => a + b);") { Value = "20", Calls = ["math.add", "math.add", "math.add", "math.add"] },
        new("destructured functions", "const { pages: { get } } = docs;\nreturn await get({ id: 1 });") { Value = "\"page 1\"" },
        new("a function as a value", "return await [1, 2].map(echo)[1];") { Value = "2" },
        new("a call that fails", "return await fail({ id: 1 });") { Fails = FunctionFailed, Says = "The page is gone.", Hints = "List the pages first.", At = (1, null), Calls = ["fail!"] },
        new("a failed call that is caught", "try {\n  await fail();\n} catch (e) {\n  return [e instanceof Error, e.kind, e.message, e.hint];\n}")
        { Value = """[true,"FunctionFailed","The page is gone. List the pages first.","List the pages first."]""" },
        new("a call that crashes", "try { await crash(); } catch (e) { return e.message.includes('secret'); }") { Value = "false" },
        new("an unknown function", "const a = 1;\n  return await ecko(a);") { Fails = Program, Says = "ecko", Hints = "echo", At = (2, null) },
        new("an unknown function of a namespace", "return await docs.pages.gett({ id: 1 });") { Fails = UnknownFunction, Says = "docs.pages.gett", Calls = ["docs.pages.gett!"] },
        new("an unknown function that is caught", "try { await math.sub(1, 2); } catch (e) { return e.kind; }") { Value = "\"UnknownFunction\"" },
        new("a call nobody awaits", "write('a');\nreturn 1;") { Value = "1", Calls = ["write"] },
        new("a failing call nobody awaits", "fail();\nreturn 1;") { Value = "1", Calls = ["fail!"] },
        new("a call after the value", "echo(1).then((x) => write(x + 1));\nreturn 'done';") { Value = "\"done\"", Calls = ["echo", "write"] },
        new("all settled", "const r = await Promise.allSettled([echo(1), fail()]);\nreturn r.map((x) => x.status);") { Value = "[\"fulfilled\",\"rejected\"]" },
        new("a race", "return await Promise.race([new Promise(() => { }), echo('first')]);") { Value = "\"first\"" },
        new("an argument that is a cycle", "const a = {}; a.a = a;\ntry { await echo(a); } catch (e) { return e.kind; }") { Value = "\"InvalidArguments\"" },
        new("a namespace in text", "return `${docs.pages} ${typeof docs.pages.get}`;") { Value = "\"docs.pages function\"" },
        new("a namespace that is changed", "docs.pages = 1;") { Fails = Program, Says = "docs cannot be changed" },

        // Errors of the program's own.
        new("a thrown error", "const a = null;\nreturn a.b;") { Fails = Program, At = (2, null) },
        new("a thrown error in a fence", "Try:\n```js\n\nnull.x;\n```") { Fails = Program, At = (4, null) },
        new("a thrown error in an expression", "async () => {\n  const a = 1;\n  throw new RangeError('too far');\n}") { Fails = Program, Says = "too far", At = (3, null) },
        new("a thrown error behind types", "type A = { x: number };\nconst a: A = { x: 1 };\nthrow new Error('behind ' + a.x);") { Fails = Program, Says = "behind 1", At = (3, null) },
        new("a thrown string", "throw 'no error';") { Fails = Program, Says = "no error" },
        new("no syntax", "const a = 1;\nconst b = ;\nreturn a;") { Fails = Parse, At = (2, null) },
        new("no syntax in a fence", "x\n```js\nconst a = 1;\nreturn a +;\n```") { Fails = Parse, At = (4, null) },
        new("an import", "import fs from 'fs';\nreturn fs;") { Fails = Parse, Says = "'fs'", Hints = "echo" },
        new("nothing", "   \n ") { Fails = Parse, Says = "empty" },
        new("a missing global", "return Intl.NumberFormat('en');") { Fails = Program, Hints = "no Intl" },

        // Surroundings.
        new("the console", "console.log('a', 1, { b: [2] }, null, undefined);\nconsole.warn('%s has %d', 'x', 3);\nconsole.error(new TypeError('t'));\nconsole.debug([1n, () => 1]);")
        { Logs = ["log: a 1 {\"b\":[2]} null undefined", "warn: x has 3", "error: TypeError: t", "debug: [1,\"[function anonymous]\"]"] },
        new("timers", "const t = [];\nsetTimeout(() => t.push(2), 2);\nconst id = setTimeout(() => t.push(3), 1);\nclearTimeout(id);\nt.push(1);\nawait new Promise((r) => setTimeout(r, 5));\nreturn t;")
        { Value = "[1,2]" },
        new("an interval", "let n = 0;\nawait new Promise((r) => { const id = setInterval(() => { if (++n === 3) { clearInterval(id); r(); } }, 1); });\nreturn n;") { Value = "3" },
        new("structuredClone", "const a = { d: new Date(5), m: new Map([[1, { x: 1 }]]) }; a.self = a;\nconst b = structuredClone(a);\nreturn [b !== a, b.self === b, b.d.getTime(), b.m.get(1).x];")
        { Value = "[true,true,5,1]" },
        new("URL", "const u = new URL('../b?x=1&y=%20z#h', 'https://user@example.com:8443/a/c');\nu.searchParams.append('k', 'v w');\nreturn [u.href, u.host, u.pathname, u.searchParams.get('y')];")
        { Value = "[\"https://user@example.com:8443/b?x=1&y=+z&k=v+w#h\",\"example.com:8443\",\"/b\",\" z\"]" },
        new("text and bytes", "const b = new TextEncoder().encode('é🎉');\nreturn [b.length, new TextDecoder().decode(b), atob('aGk='), btoa('hi')];") { Value = "[6,\"é🎉\",\"hi\",\"aGk=\"]" },
        new("the clock", "return [Date.now() === new Date().getTime(), Date.now() > 1.6e12, new Date().toISOString().length];") { Value = "[true,true,24]" },
        new("chance", "const r = Math.random(); return r >= 0 && r < 1 && Math.random() !== r && crypto.randomUUID().length === 36;") { Value = "true" },
        new("globals that would tell of the host", "return ['process', 'require', 'host', 'fetch', 'WebAssembly', 'Deno', 'module', '__dirname'].filter((n) => n in globalThis);") { Value = "[]" },
        new("newer syntax", "class A { #x = 1; static s = 2; get x() { return this.#x; } }\nconst o = { a: { b: null } };\nreturn [new A().x, A.s, o?.a?.b ?? 'd', 1_000, [1, [2, [3]]].flat(2), Object.fromEntries([['k', 1]]), 'aXbX'.replaceAll('X', '-'), [3, 1, 2].toSorted(), [1, 2].at(-1)];")
        { Value = """[1,2,"d",1000,[1,2,3],{"k":1},"a-b-",[1,2,3],2]""" },
        new("generators and iteration", "function* g() { yield* [1, 2]; return 3; }\nasync function* h() { for (const x of g()) yield x * 2; }\nconst r = []; for await (const x of h()) r.push(x);\nreturn r;") { Value = "[2,4]" },
    ];
}
