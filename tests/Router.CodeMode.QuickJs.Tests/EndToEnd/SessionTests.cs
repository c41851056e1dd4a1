using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.Results;
using Router.CodeMode.Sdk;
using Router.Context;
using Router.TestKit;

namespace Router.CodeMode.QuickJs.Tests.EndToEnd;

/// <summary>What programs of one session leave to each other: whole requests, over the real sandbox.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly CodeExecutor _executor = QuickJsCodeExecutor.Create();
    private readonly InMemoryArtifactStore _artifacts = new();
    private readonly InMemorySessionValues _values = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _executor.DisposeAsync();

    [Theory]
    [InlineData("await store('k', { n: 5 })", "return (await load('k')).n")]
    [InlineData("await store.set('k', { n: 5 })", "return (await store.get('k')).n")]
    public async Task What_a_program_stores_a_later_one_of_its_session_loads(string first, string second)
    {
        await AskAsync("one", first);

        (await AskAsync("one", second)).GetProperty("result").GetInt32().Should().Be(5);
        JsonElement other = await AskAsync("two", "return (await load('k')) ?? 'nothing'");
        other.GetProperty("result").GetString().Should().Be("nothing");
    }

    [Fact]
    public async Task What_is_too_large_for_the_model_is_whole_for_a_later_program()
    {
        JsonElement cut = await AskAsync("one", "return Array.from({ length: 20000 }, (_, i) => ({ i, name: 'row ' + i }))");
        string artifact = cut.GetProperty("artifact").GetString()!;
        cut.GetProperty("shortened").GetString().Should().Contain(artifact, "the model is told where the rest is");
        cut.GetRawText().Should().NotContain("row 19999");

        JsonElement part = await AskAsync("one", $"return (await artifacts.read('{artifact}', {{ path: '[19999].name' }}))");
        part.GetProperty("result").GetString().Should().Be("row 19999");
        JsonElement other = await AskAsync("two", $"try {{ return await artifacts.read('{artifact}') }} catch (e) {{ return e.kind }}");
        other.GetProperty("result").GetString().Should().Be("InvalidArguments");
    }

    [Fact]
    public async Task An_approved_snippet_is_called_by_its_name()
    {
        JsonElement answer = await AskAsync("one", "return await snippets.twice({ n: 21 })");

        answer.GetProperty("result").GetInt32().Should().Be(42);
    }

    private async Task<JsonElement> AskAsync(string session, string program)
    {
        ScriptedTurn call = new() { Updates = [ScriptedTurn.Update(new FunctionCallContent("c", "execute_code", new Dictionary<string, object?> { ["code"] = program }))] };
        using ScriptedChatClient model = new(call, ScriptedTurn.Text("done"));
        using IChatClient client = model.WithCodeMode(new CodeModeOptions
        {
            Policy = CodeModePolicy.Enforced,
            Executor = _executor,
            Catalogue = new CodeModeCatalogue(),
            TokenCounter = new O200kTokenCounter(),
            Artifacts = _artifacts,
            SessionValues = _values,
            Limits = new CodeLimits { Cpu = TimeSpan.FromSeconds(20), ResultBytes = 4 << 20 },
            Snippets = new SnippetList([new Snippet("twice", "Doubles a number.", "async ({ n }) => n * 2")]),
        });
        ChatOptions options = new()
        {
            Tools = [new Nothing()],
            AdditionalProperties = new() { [RouteContext.PropertyName] = new RouteContext { Session = session } },
        };
        ChatResponse response = await client.GetResponseAsync("go", options);
        object? result = response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result;
        return JsonElement.Parse(result!.ToString()!);
    }

    private sealed class Nothing : AIFunction
    {
        public override string Name => "nothing";

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new((object?)null);
    }
}
