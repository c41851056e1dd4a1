using Microsoft.Extensions.Primitives;
using Router.Adapters;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Pinning;
using Router.TestKit;
using Router.Tests.Pinning;

namespace Router.Tests.Configuration;

public sealed class PinningTests
{
    private const string LockName = "providers.lock.json";

    private static readonly ConfigurationContext Context = new(
        [
            new FakeProviderType("openai") { PinRule = PinRules.Snapshot },
            new FakeProviderType("replicate") { PinRule = PinRules.Digest },
            new FakeProviderType("workers-ai") { PinRule = PinRules.Echo },
            new FakeProviderType("plain"),
        ],
        ["priority"],
        ["mine"]);

    private readonly FakeEnvironment _machine = Given.Environment();

    [Fact]
    public void A_target_without_a_version_asks_for_the_locked_one_and_keeps_its_name()
    {
        _machine.Write(LockName, PinLocks.Text);

        TargetConfig target = Load(Json("strict", """{ "provider": "openai", "model": "gpt-4o-mini" }""")).Config.Routes["r"].Targets[0];

        target.Version.Should().Be("gpt-4o-mini-2024-07-18");
        target.Name.Should().Be("openai/gpt-4o-mini");
    }

    [Fact]
    public void Lists_of_names_hold_although_the_lock_appears()
    {
        _machine.Write(LockName, PinLocks.Text);
        string json = Json("warn", """{ "provider": "openai", "model": "gpt-4o-mini" }""")
            .Replace("\"targets\"", "\"contentPolicyTargets\": [ \"openai/gpt-4o-mini\" ], \"targets\"", StringComparison.Ordinal);

        RouteConfig route = Load(json).Config.Routes["r"];

        route.ContentPolicyTargets.Should().Equal(route.Targets.Select(target => target.EffectiveName));
    }

    [Fact]
    public void The_version_of_the_configuration_wins_over_the_lock()
    {
        _machine.Write(LockName, PinLocks.Text);

        Load(Json("strict", """{ "provider": "openai", "model": "gpt-4o-mini", "version": "mine" }""")).Config.Routes["r"].Targets[0].Version
            .Should().Be("mine");
    }

    [Theory]
    [InlineData("\"pinning\": \"off\"")]
    public void A_target_that_is_off_does_without_the_lock(string off)
    {
        _machine.Write(LockName, PinLocks.Text);

        Load(Json("strict", $$"""{ "provider": "openai", "model": "gpt-4o-mini", {{off}} }""")).Config.Routes["r"].Targets[0].Version.Should().BeNull();
    }

    [Fact]
    public void A_schema_in_the_lock_pins_a_model_of_Workers_AI_and_gives_it_no_version()
    {
        _machine.Write(LockName, PinLocks.Text);

        Load(Json("strict", """{ "provider": "cloudflare", "model": "@cf/meta/llama-3.1-8b-instruct" }""")).Config.Routes["r"].Targets[0].Version
            .Should().BeNull();
    }

    [Theory]
    [InlineData("""{ "provider": "openai", "model": §"gpt-4o-mini" }""", "model", "'gpt-4o-mini' is not pinned: write \"version\"")]
    [InlineData("""{ "provider": "openai", "model": "gpt-4o-mini", "version": §"gpt-4o-mini-latest" }""", "version", "is a floating name")]
    [InlineData("""{ "provider": "replicate", "model": §"meta/llama" }""", "model", "Official models of Replicate cannot be pinned")]
    [InlineData("""{ "provider": "replicate", "model": "meta/llama", "version": §"latest" }""", "version", "a version is 64 hex digits")]
    [InlineData("""{ "provider": "cloudflare", "model": §"@cf/meta/llama" }""", "model", "is not in the lock file")]
    [InlineData("""{ "provider": "plain", "model": §"m" }""", "model", "cannot be pinned")]
    [InlineData("""{ "provider": "mine", "model": §"m" }""", "model", "cannot be pinned")]
    public void Strict_refuses_what_is_not_pinned_at_its_place(string marked, string property, string message)
    {
        string json = Json("strict", marked);
        int column = json.IndexOf('§', StringComparison.Ordinal) - json[..json.IndexOf('§', StringComparison.Ordinal)].LastIndexOf('\n');

        ConfigurationError error = Given.Errors(() => Load(json.Replace("§", "", StringComparison.Ordinal))).Should().ContainSingle().Which;

        error.Path.Should().Be($"routes.r.targets[0].{property}");
        error.Message.Should().Contain(message);
        error.Column.Should().Be(column);
    }

    [Fact]
    public void Warn_warns_of_a_floating_version_and_of_nothing_else()
    {
        Load(Json("warn", """{ "provider": "openai", "model": "gpt-4o-mini" }, { "provider": "openai", "model": "m", "version": "m-latest" }"""))
            .Warnings.Should().ContainSingle().Which.Path.Should().Be("routes.r.targets[1].version");
    }

    [Fact]
    public void A_type_is_not_asked_about_a_version_that_is_refused_already()
    {
        List<ModelReference> seen = [];
        ConfigurationContext context = new(
            [new FakeProviderType("replicate") { PinRule = PinRules.Digest, OnValidate = (_, models, _) => seen.AddRange(models) }], ["priority"], []);

        Given.JsonErrors(
            """{ "providers": { "replicate": { "type": "replicate" } }, "routes": { "r": { "targets": [ { "provider": "replicate", "model": "a/b", "version": "1" } ] } } }""",
            context: context).Should().ContainSingle();
        seen.Should().BeEmpty();
    }

    [Fact]
    public void A_broken_lock_is_an_error_of_its_own_file()
    {
        _machine.Write(LockName, PinLocks.Text.Replace("\"digest\"", "\"digst\"", StringComparison.Ordinal));

        foreach (string mode in new[] { "warn", "strict" })
        {
            Given.Errors(() => Load(Json(mode, """{ "provider": "openai", "model": "gpt-4o-mini" }"""))).Single().ToString()
                .Should().Be("providers.lock.json:38:1 pins[3].kind: must be 'snapshot', 'digest' or 'schema'.");
        }
    }

    [Fact]
    public void A_lock_that_cannot_be_read_is_an_error_and_a_missing_one_is_empty()
    {
        string json = Json("warn", """{ "provider": "openai", "model": "gpt-4o-mini" }""");
        Load(json).Config.Lock.Entries.Should().BeEmpty();
        _machine.Write(LockName, new byte[PinningDefaults.MaxLockBytes + 1]);

        Given.Errors(() => Load(json)).Single().Message.Should().Be("the lock file 'providers.lock.json' is too large.");
    }

    [Fact]
    public void A_configuration_of_which_nothing_can_be_locked_does_not_look_at_the_file()
    {
        _machine.Write(LockName, "broken");

        Load(Json("warn", """{ "provider": "plain", "model": "m" }""")).Config.Lock.Entries.Should().BeEmpty();
        Load(Json("off", """{ "provider": "openai", "model": "m" }""")).Config.Lock.Entries.Should().BeEmpty();
    }

    [Fact]
    public void The_lock_stands_where_the_configuration_says_relative_to_itself()
    {
        _machine.Write("locks/mine.json", PinLocks.Text);
        string json = Json("strict", """{ "provider": "openai", "model": "gpt-4o-mini" }""")
            .Replace("\"mode\": \"strict\"", "\"mode\": \"strict\", \"lockFile\": \"locks/mine.json\"", StringComparison.Ordinal);

        Load(json).Config.Routes["r"].Targets[0].Version.Should().Be("gpt-4o-mini-2024-07-18");
    }

    [Fact]
    public void A_lock_that_appears_or_changes_fires_a_reload()
    {
        ManualTimeProvider clock = new();
        _machine.Write(Given.FileName, Json("warn", """{ "provider": "openai", "model": "gpt-4o-mini" }"""));
        using FileConfigSource source = new(Given.FileName, clock, null, _machine);
        source.Load(Context).Config.Routes["r"].Targets[0].Version.Should().BeNull();
        IChangeToken token = source.GetReloadToken();

        _machine.Write(LockName, PinLocks.Text);
        clock.Advance(TimeSpan.FromSeconds(2));

        token.HasChanged.Should().BeTrue();
        IChangeToken next = source.GetReloadToken();
        source.Load(Context).Config.Routes["r"].Targets[0].Version.Should().Be("gpt-4o-mini-2024-07-18");

        _machine.Write(LockName, PinLocks.Text.Replace("2024-07-18", "2025-01-01", StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromSeconds(2));

        next.HasChanged.Should().BeTrue();
        source.Load(Context).Config.Routes["r"].Targets[0].Version.Should().Be("gpt-4o-mini-2025-01-01");
    }

    [Fact]
    public void Read_to_be_pinned_a_strict_configuration_is_taken_as_it_is_written()
    {
        _machine.Write(LockName, "broken");
        ConfigurationContext context = new([new FakeProviderType("openai") { PinRule = PinRules.Snapshot }], ["priority"], []) { ForPinning = true };

        Given.LoadJson(
            """{ "providers": { "openai": { "type": "openai" } }, "routes": { "r": { "targets": [ { "provider": "openai", "model": "m" } ] } }, "pinning": { "mode": "strict" } }""",
            _machine,
            context).Config.Routes["r"].Targets[0].Version.Should().BeNull();
    }

    private RouterConfigSnapshot Load(string json) => Given.LoadJson(json, _machine, Context);

    private static string Json(string mode, string targets) => $$"""
        { "providers": {
            "openai": { "type": "openai" }, "replicate": { "type": "replicate" },
            "cloudflare": { "type": "workers-ai" }, "plain": { "type": "plain" } },
          "routes": { "r": { "targets": [ {{targets}} ] } },
          "pinning": { "mode": "{{mode}}" } }
        """;
}
