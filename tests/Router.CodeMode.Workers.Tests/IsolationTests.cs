using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Workers.Tests;

public sealed class IsolationTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string Everything = """
        const names = [];
        for (let scope = globalThis; scope !== null && scope !== Object.prototype; scope = Object.getPrototypeOf(scope)) {
          names.push(...Object.getOwnPropertyNames(scope));
        }
        return [...new Set(names)].sort();
        """;

    [Fact]
    public async Task What_a_program_sees_is_the_language_the_prelude_and_its_functions()
    {
        const string Language =
            "AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error "
            + "EvalError Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number "
            + "Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError TypeError URIError "
            + "Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape "
            + "eval globalThis isFinite isNaN parseFloat parseInt undefined unescape constructor";
        const string Values = "DOMException TextDecoder TextEncoder URL URLSearchParams atob btoa queueMicrotask structuredClone";
        const string Prelude =
            "AbortController AbortSignal CustomEvent Event EventTarget clearImmediate clearInterval clearTimeout console crypto notify performance setImmediate setInterval setTimeout";

        string[] seen = System.Text.Json.Nodes.JsonNode.Parse((await fixture.Engine.RunAsync(Everything)).Value!)!
            .AsArray().Select(name => name!.ToString()).ToArray();

        seen.Should().BeSubsetOf([.. Language.Split(' '), .. Values.Split(' '), .. Prelude.Split(' '), "tools", "github"]);
        seen.Should().Contain(["console", "setTimeout", "tools", "URL"]);
    }

    [Theory]
    [InlineData("fetch('https://example.com')")]
    [InlineData("new WebSocket('wss://example.com')")]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("(async () => {}).constructor('return 1')()")]
    [InlineData("WebAssembly.compile(new Uint8Array(8))")]
    [InlineData("require('fs')")]
    [InlineData("process.env.PATH")]
    [InlineData("caches.default.match('x')")]
    [InlineData("scheduler.wait(1)")]
    [InlineData("crypto.subtle.digest('SHA-256', new Uint8Array(1))")]
    public async Task The_way_out_is_closed(string expression)
    {
        Driven run = await fixture.Engine.RunAsync($"try {{ return ['out', await {expression}]; }} catch (error) {{ return String(error); }}");

        run.Value.Should().NotStartWith("[");
    }

    [Theory]
    [InlineData("tools.a();\nconst w = await import('cloudflare:workers'); w.abortIsolate('x')", 2, 17)]
    [InlineData("await import(/* x */ 'cloudflare:sockets')", 1, 7)]
    [InlineData("const x = 'import'; return `${await import ('node:fs')}`", 1, 37)]
    [InlineData("const f = { ...import('main.js') }", 1, 16)]
    [InlineData("await import\n// x\n('code.js')", 1, 7)]
    [InlineData("return import.meta.url", 1, 8)]
    [InlineData("});\nimport * as w from 'cloudflare:workers'; w.abortIsolate('x');\n(async function () {", 2, 1)]
    public async Task Nothing_can_be_imported_and_the_program_that_would_does_not_begin(string body, int line, int column)
    {
        Driven run = await fixture.Engine.RunAsync(body);

        run.Steps.Should().ContainSingle().Which.Calls.Should().BeEmpty();
        run.Failure.Should().BeEquivalentTo(new { Kind = CodeErrorKind.Parse, Name = "ImportError", Line = line, Column = column });
        run.Failure.Message.Should().Contain("no modules");
    }

    [Fact]
    public async Task The_word_for_it_means_what_it_meant_wherever_else_it_stands()
    {
        const string Body = """
            // import x from 'y';
            const important = 1, o = { import: 2, importing() { return 3; } };
            class A { #import = 4; import() { return this.#import; } }
            return [important, o.import, o.importing(), new A().import(), 'import(x)', `${'import'} \import`, '\import', /^(?<import>import)\s/.test('import x')];
            """;
        (await fixture.Engine.RunAsync(Body)).Value.Should().Be("""[1,2,3,4,"import(x)","import import","import",true]""");
        ScriptFailure failure = (await fixture.Engine.RunAsync("return ['import', 'import', nowhere];")).Failure;
        failure.Should().BeEquivalentTo(new { Kind = CodeErrorKind.Program, Name = "ReferenceError", Line = 1, Column = 29 });
    }

    [Fact]
    public async Task Half_a_character_leaves_as_the_sign_for_one_and_breaks_nothing()
    {
        Driven run = await fixture.Engine.RunAsync("console.log('\\ud83d'); await tools['\\ud83d'](1); throw new Error('\\ud83d!');");

        run.Logs.Should().ContainSingle().Which.Text.Should().Be("\uFFFD");
        run.Calls.Should().ContainSingle().Which.Name.Should().Be("tools.\uFFFD");
        run.Failure.Should().BeEquivalentTo(new { Kind = CodeErrorKind.Program, Name = "Error" });
    }

    [Fact]
    public async Task Nothing_of_one_program_is_there_for_the_next_in_the_same_process()
    {
        await using WorkersEngine engine = new(new WorkersOptions { WorkerdPath = WorkerdPath.Value, MaxProcesses = 1, WarmProcesses = 0 });
        await engine.RunAsync(
            "globalThis.left = 1; Array.prototype.map = null; JSON.parse = null; Promise.prototype.then = null; return 1");
        int id = engine.Pool!.Processes.Single().Id;

        Driven next = await engine.RunAsync("return [typeof left, [1].map(x => x + 1), JSON.parse('2'), await tools.a()]");

        next.Value.Should().Be("[\"undefined\",[2],2,[]]");
        engine.Pool.Processes.Single().Id.Should().Be(id);
    }

    [Fact]
    public async Task The_same_start_and_events_give_the_same_steps_in_every_process()
    {
        const string Body = """
            const made = [Math.random(), crypto.randomUUID(), Date.now(), new Date().toISOString(), performance.now()];
            console.log(...made);
            const first = await Promise.race([tools.a(Math.random()), tools.b(Math.random())]);
            setTimeout(() => console.log('timer', Date.now()), 5);
            for (let i = 0; i < 5; i++) await tools.c(i, Math.random(), Date.now());
            return [first, new Error('x').stack.split('\n').length, Object.keys(globalThis), crypto.getRandomValues(new Uint8Array(4))];
            """;
        await using WorkersEngine other = new(new WorkersOptions { WorkerdPath = WorkerdPath.Value });

        string[] transcripts = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(async i => (await (i % 2 == 0 ? fixture.Engine : other).RunAsync(Body)).Transcript));

        transcripts.Distinct().Should().ContainSingle().Which.Should().Contain("timer");
        (await fixture.Engine.RunAsync(Sample.Start(Body, seed: 8))).Transcript.Should().NotBe(transcripts[0]);
    }
}
