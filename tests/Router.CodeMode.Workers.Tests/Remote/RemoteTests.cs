using System.Net;
using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Workers.Tests.Remote;

public sealed class RemoteTests(RemoteHarness harness) : IClassFixture<RemoteHarness>
{
    [Fact]
    public async Task Programs_run_there_as_they_do_here_each_on_a_socket_of_its_own()
    {
        await using WorkersEngine engine = Engine();

        string?[] values = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            (await engine.RunAsync($"const a = await tools.echo({i}); return [a, await tools.echo('x'.repeat(1000000)).then(t => t[0].length)]")).Value));

        values.Should().Equal(Enumerable.Range(0, 8).Select(i => $"[[{i}],1000000]"));
        engine.Pool.Should().BeNull();
    }

    [Fact]
    public async Task A_text_that_does_not_parse_says_where()
    {
        await using WorkersEngine engine = Engine();
        (await engine.RunAsync("let y = ;")).Failure.Should().BeEquivalentTo(new { Kind = CodeErrorKind.Parse, Line = 1, Column = 9 });
    }

    [Fact]
    public async Task Who_has_not_the_token_is_refused_and_told_so()
    {
        await using WorkersEngine engine = Engine("another-token-that-is-long-enough");
        Func<Task> run = () => engine.RunAsync("return 1");
        (await run.Should().ThrowAsync<ScriptEngineException>()).Which.Message.Should().Contain("refuses the token").And.NotContain("another");

        using HttpClient client = new();
        (await client.GetAsync(harness.Url)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {RemoteHarness.Token}");
        (await client.GetAsync(harness.Url)).StatusCode.Should().Be(HttpStatusCode.UpgradeRequired);
    }

    [Fact]
    public async Task A_cancelled_run_ends_its_socket_and_the_harness_serves_the_next()
    {
        await using WorkersEngine engine = Engine();
        await using (IScriptInstance instance = await engine.CreateAsync(Sample.Start("return await tools.wait()"), CancellationToken.None))
        {
            await instance.StepAsync(ScriptEvent.Begin(Sample.Epoch), Driver.Patience, CancellationToken.None);
        }

        (await engine.RunAsync("return 2")).Value.Should().Be("2");
    }

    private WorkersEngine Engine(string token = RemoteHarness.Token) => new(new WorkersOptions { Url = harness.Url, Token = token });
}
