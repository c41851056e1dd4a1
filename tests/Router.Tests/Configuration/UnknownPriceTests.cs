using Router.Configuration;
using Router.TestKit;

namespace Router.Tests.Configuration;

public sealed class UnknownPriceTests
{
    [Fact]
    public void A_budget_warns_once_of_every_target_it_would_skip()
    {
        ConfigurationWarning warning = Given.LoadJson(Budgets("""{ "name": "b", "limit": 1 }""")).Warnings.Should().ContainSingle().Which;

        warning.Path.Should().Be("budgets[0].limit");
        warning.Line.Should().NotBeNull();
        warning.Message.Should().Be(
            "this budget skips 'r/p/unheard-of', 'r/mine/m', 'i/p/unheard-of': what a request costs there is not known beforehand. State it in "
            + "'prices' ('request' for what is billed by the second), or set \"unknownPrice\": \"allow\" on the budget.");
    }

    [Theory]
    [InlineData("""{ "name": "b", "limit": 1, "scope": "provider", "match": "MINE" }""", "'r/mine/m'")]
    [InlineData("""{ "name": "b", "limit": 1, "scope": "route", "match": "I" }""", "'i/p/unheard-of'")]
    [InlineData("""{ "name": "b", "limit": 1, "scope": "target", "match": "r/MINE/m" }""", "'r/mine/m'")]
    [InlineData("""{ "name": "b", "limit": 1, "scope": "tenant", "match": "acme" }""", "'r/p/unheard-of', 'r/mine/m', 'i/p/unheard-of'")]
    public void Only_targets_that_the_budget_is_for_are_named(string budget, string names) =>
        Given.LoadJson(Budgets(budget)).Warnings.Should().ContainSingle().Which.Message.Should().StartWith($"this budget skips {names}:");

    [Theory]
    [InlineData("""{ "name": "b", "limit": 1, "unknownPrice": "allow" }""")]
    [InlineData("""{ "name": "b", "maxCalls": 1 }""")]
    [InlineData("""{ "name": "b", "limit": 1, "scope": "route", "match": "known" }""")]
    public void A_budget_that_skips_nobody_is_silent(string budget) => Given.LoadJson(Budgets(budget)).Warnings.Should().BeEmpty();

    [Fact]
    public void Prices_of_the_configuration_are_known_where_they_tell_what_a_request_costs()
    {
        Given.LoadJson(Budgets("""{ "name": "b", "limit": 1 }""", """{ "provider": "p", "model": "*", "request": 1 }, { "provider": "mine", "model": "m", "input": 1, "output": 1 }"""))
            .Warnings.Should().BeEmpty();
        Given.LoadJson(Budgets("""{ "name": "b", "limit": 1, "scope": "provider", "match": "p" }""", """{ "provider": "p", "model": "*", "second": 1 }"""))
            .Warnings.Should().ContainSingle().Which.Message.Should().Contain("'known/p/gpt-4o-mini'");
    }

    [Fact]
    public void Other_sources_warn_as_a_file_does_and_the_router_logs_it()
    {
        Given.LoadSection(Budgets("""{ "name": "b", "limit": 1 }""")).Warnings.Should().ContainSingle();

        using ListLoggerFactory logs = new();
        using ScriptedChatClient client = new();
        ModelRouterOptions options = new() { LoggerFactory = logs };
        options.ChatClients["mine"] = client;
        using ModelRouter router = ModelRouter.FromConfig(
            new RouterConfig
            {
                Routes = new Dictionary<string, RouteConfig> { ["r"] = new() { Targets = [new TargetConfig { Provider = "mine", Model = "m" }] } },
                Budgets = [new() { Name = "b", Limit = 1 }],
            },
            options);

        logs.Entries.Should().ContainSingle(entry => entry.Message.Contains("budgets[0].limit: this budget skips 'r/mine/m'", StringComparison.Ordinal));
    }

    private static string Budgets(string budget, string prices = "") => $$"""
        { "providers": { "p": { "type": "openai" } },
          "routes": {
            "r": { "targets": [ { "provider": "p", "model": "unheard-of" }, { "provider": "mine", "model": "m" }, { "provider": "p", "model": "gpt-4o-mini" } ] },
            "known": { "targets": [ { "provider": "p", "model": "gpt-4o-mini" } ] },
            "i": { "task": "image", "targets": [ { "provider": "p", "model": "unheard-of" } ] } },
          "budgets": [ {{budget}} ],
          "prices": [ {{prices}} ] }
        """;
}
