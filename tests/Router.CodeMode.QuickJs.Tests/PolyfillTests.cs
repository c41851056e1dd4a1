using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class PolyfillTests : EngineTest
{
    private static readonly CodeLimits TestLimits = new() { Cpu = TimeSpan.FromMinutes(5), ResultBytes = 16 * 1024 * 1024 };

    [Theory]
    [InlineData("urls.js", 5000)]
    [InlineData("text.js", 5000)]
    public async Task What_the_prelude_supplies_is_what_Node_has(string name, int least)
    {
        string body = NodeOracle.Read(name);
        if (await NodeOracle.RunAsync(body) is not { } expected)
        {
            return;
        }

        ScriptStep step = await Engine.RunAsync(body, TestLimits, TestLimits.Cpu);
        using JsonDocument value = JsonDocument.Parse(step.Outcome!.Value ?? throw new InvalidOperationException(step.ToString()));
        string[] own = value.RootElement.GetString()!.Split('\n');
        string[] nodes = expected.Split('\n');
        own.Length.Should().BeGreaterThan(least).And.Be(nodes.Length);
        own.Zip(nodes).Where(pair => pair.First != pair.Second).Take(5).Should().BeEmpty();
    }

    [Theory]
    [InlineData("return await Array.fromAsync([1, Promise.resolve(2)], x => x * 2)", "[2,4]")]
    [InlineData("return await Array.fromAsync((async function* () { yield 1; yield 2 })())", "[1,2]")]
    [InlineData("return await Array.fromAsync({ length: 2, 0: 'a', 1: 'b' })", "[\"a\",\"b\"]")]
    [InlineData("class E extends Error { constructor() { super('x'); Error.captureStackTrace(this, E) } } return typeof new E().stack", "\"string\"")]
    [InlineData("return new Uint8Array([251, 255]).toBase64() + new Uint8Array([251, 255]).toBase64({ alphabet: 'base64url', omitPadding: true })", "\"+/8=-_8\"")]
    [InlineData("return [...Uint8Array.fromBase64('-_8', { alphabet: 'base64url' }), ...Uint8Array.fromHex('0aFF')]", "[251,255,10,255]")]
    [InlineData("return new Uint8Array([1, 171]).toHex()", "\"01ab\"")]
    [InlineData("return Object.keys(globalThis)", "[]")]
    [InlineData("const s = AbortSignal.timeout(5); return s.aborted", "false")]
    [InlineData("return [new URL('http://x/?a=1'), new Date(0)]", "[\"http://x/?a=1\",\"1970-01-01T00:00:00.000Z\"]")]
    public async Task What_is_newer_than_the_engine_is_there(string body, string value)
    {
        (await Engine.RunAsync(body)).Outcome.Should().BeEquivalentTo(new ScriptOutcome { Value = value });
    }
}
