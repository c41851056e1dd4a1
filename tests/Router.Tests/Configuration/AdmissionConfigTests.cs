using System.Globalization;
using Microsoft.Extensions.Configuration;
using Router.Adapters;
using Router.Admission;
using Router.Caching;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Pinning;
using Router.Pricing;

namespace Router.Tests.Configuration;

public sealed class AdmissionConfigTests
{
    [Fact]
    public void What_is_left_out_has_the_records_defaults()
    {
        RouterConfig config = Given.LoadJson(Given.TargetWith("\"name\": \"n\"")).Config;

        config.Tenants.Should().BeEmpty();
        config.Sessions.Should().Be(new SessionsConfig());
        config.Budgets.Should().BeEmpty();
        config.Prices.Should().BeEmpty();
        config.Pinning.Should().Be(new PinningConfig());
        config.Store.Should().Be(new AdmissionStoreConfig());
        config.Providers["p"].Limits.Should().Be(LimitsConfig.None);
        config.Providers["p"].LearnLimits.Should().BeTrue();
        RouteConfig route = config.Routes["r"];
        route.Limits.Should().Be(LimitsConfig.None);
        route.Targets[0].Should().Be(new TargetConfig { Provider = "p", Model = "m", Name = "n" });
        (route.Queue, route.Hedging, route.Mirror, route.Cache).Should().Be((null, null, null, null));
    }

    [Fact]
    public void An_empty_object_turns_a_part_on_and_null_leaves_it_off()
    {
        RouteConfig on = Given.LoadJson(Route("{ }")).Config.Routes["r"];
        RouteConfig off = Given.LoadJson(Route("null")).Config.Routes["r"];

        on.Queue.Should().Be(new QueueConfig());
        on.Hedging.Should().Be(new HedgingConfig());
        on.Cache.Should().Be(new CacheConfig());
        (off.Queue, off.Hedging, off.Cache).Should().Be((null, null, null));

        static string Route(string value) => Given.Route(
            $$"""{ "queue": {{value}}, "hedging": {{value}}, "cache": {{value}}, "targets": [ { "provider": "p", "model": "m" }, { "provider": "p", "model": "n" } ] }""");
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("hedging")]
    [InlineData("mirror")]
    [InlineData("cache")]
    public void An_IConfiguration_cannot_tell_an_empty_object_from_null_and_a_warning_says_so(string part)
    {
        RouterConfigSnapshot snapshot = Given.LoadSection(Given.RouteWith($"\"{part}\": {{ }}"));

        snapshot.Warnings.Should().ContainSingle().Which.ToString().Should().Contain($"routes.r.{part}: '{part}' is off");
    }

    [Fact]
    public void A_null_in_a_file_is_meant_and_no_warning() =>
        Given.LoadJson(Given.RouteWith("\"queue\": null, \"mirror\": null")).Warnings.Should().BeEmpty();

    [Fact]
    public void Null_is_not_written_even_where_it_would_have_no_effect()
    {
        Given.LoadJson(Given.TargetWith("\"weight\": null, \"canary\": null")).Config.Routes["r"].Targets[0].Weight.Should().Be(1);
        Given.LoadJson(Given.Beside("\"budgets\": [ { \"name\": \"b\", \"maxCalls\": 1, \"softShare\": null, \"period\": null } ]"))
            .Config.Budgets.Single().SoftShare.Should().Be(0.8);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.30000000000000000004")]
    [InlineData("123456789.123456789")]
    [InlineData("1e-6")]
    [InlineData("0e400")]
    [InlineData("0")]
    public void Money_is_read_to_its_last_digit(string number)
    {
        decimal exact = decimal.Parse(number == "0e400" ? "0" : number, NumberStyles.Float, CultureInfo.InvariantCulture);
        string json = Given.Beside($$"""  "budgets": [ { "name": "b", "limit": {{number}} } ]""");

        Given.LoadJson(json).Config.Budgets.Single().Limit.Should().Be(exact);
        Given.LoadSection(json).Config.Budgets.Single().Limit.Should().Be(exact);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e2147483648")]
    [InlineData("1e-2147483649")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("٣")]
    public void A_hostile_number_of_a_section_is_an_error_wherever_it_stands(string number)
    {
        string[] keys =
        [
            "budgets:0:limit", "budgets:0:softShare", "budgets:0:alarm:amount", "budgets:0:maxCalls", "prices:0:input", "prices:0:request",
            "sessions:limits:requestsPerMinute", "sessions:limits:tokensPerMinute", "sessions:limits:neuronsPerDay",
            "sessions:limits:concurrency", "routes:r:targets:0:weight", "routes:r:targets:0:canary", "routes:r:hedging:percentile",
            "routes:r:mirror:share", "store:instances", "routes:r:queue:limit",
        ];

        foreach (string key in keys)
        {
            // The message names the place and not what follows from it.
            string path = key.Replace(":0", "[0]", StringComparison.Ordinal).Replace(':', '.');
            SectionErrors(key, number).Should().Contain(error => error.Path == path && error.Message.StartsWith("must be ", StringComparison.Ordinal), key);
        }
    }

    [Fact]
    public void Code_is_held_to_the_same_ranges_without_an_overflow()
    {
        RouterOptions options = new();
        options.Routes["r"] = new RouteConfig
        {
            Strategy = "canary",
            Targets =
            [
                new TargetConfig { Provider = "mine", Model = "a", Canary = double.NaN, Weight = double.PositiveInfinity },
                new TargetConfig { Provider = "mine", Model = "b", Limits = new LimitsConfig { RequestsPerMinute = double.NaN } },
            ],
            Hedging = new HedgingConfig { Percentile = double.NaN, Delay = TimeSpan.MaxValue },
            Queue = new QueueConfig { Timeout = TimeSpan.MinValue },
        };
        options.Budgets.Add(new BudgetConfig { Name = "b", Limit = decimal.MaxValue, Window = (BudgetWindow)9, OnStoreFailure = (StoreFailure)9 });
        options.Prices.Add(new PriceConfig { Provider = "mine", Model = "m", Output = decimal.MinValue });
        options.Store = new AdmissionStoreConfig { Type = "memory", Settings = new ProviderSettings([new("path", "x")]), Timeout = TimeSpan.Zero };
        options.Pinning = new PinningConfig { LockFile = "" };
        using FixedConfigSource source = new(options.ToConfig(), Given.Environment());

        Given.Errors(() => source.Load(Given.Context)).Select(error => error.ToString()).Should().BeEquivalentTo(
            "RouterOptions routes.r.targets[0].canary: must be a number.",
            "RouterOptions routes.r.targets[0].weight: must be a number.",
            "RouterOptions routes.r.targets[1].limits.requestsPerMinute: must be a number.",
            "RouterOptions routes.r.hedging.percentile: must be a number.",
            "RouterOptions routes.r.hedging.delay: must be above 00:00:00 and at most 1.00:00:00.",
            "RouterOptions routes.r.queue.timeout: must be above 00:00:00 and at most 1.00:00:00.",
            "RouterOptions budgets[0].limit: must be 0 to 1000000000.",
            "RouterOptions budgets[0].window: must be one of 'day', 'month', 'rolling', 'total'.",
            "RouterOptions budgets[0].onStoreFailure: must be one of 'localShare', 'closed'.",
            "RouterOptions prices[0].output: must be 0 to 1000000.",
            "RouterOptions store.timeout: must be 00:00:00.0010000 to 00:00:10.",
            "RouterOptions store.path: there is no setting 'path' here.",
            "RouterOptions pinning.lockFile: must not be empty.");
    }

    [Fact]
    public void Tenants_that_differ_by_case_are_two()
    {
        RouterConfig config = Given.LoadJson(Given.Beside(
            """  "tenants": { "acme": { "limits": { "concurrency": 1 } }, "ACME": { "limits": { "concurrency": 2 } } }""")).Config;

        config.Tenants["acme"].Limits.Concurrency.Should().Be(1);
        config.Tenants["ACME"].Limits.Concurrency.Should().Be(2);
        config.Tenants.Should().NotContainKey("Acme");
    }

    [Fact]
    public void Soft_routes_that_lead_in_a_circle_are_an_error_at_each_and_a_chain_with_an_end_is_none()
    {
        const string First = """{ "name": "a", "limit": 1, "scope": "route", "match": "r", "softRoute": "soft" }""";

        Given.LoadJson(Given.Beside($"\"budgets\": [ {First} ]")).Config.Budgets.Should().HaveCount(1);
        Given.JsonErrors(Given.Beside($$"""
            "budgets": [ {{First}}, { "name": "b", "limit": 1, "scope": "route", "match": "SOFT", "softRoute": "R" } ]
            """)).Select(error => $"{error.Path}: {error.Message}").Should().Equal(
            "budgets[0].softRoute: 'soft' leads back to 'r' by the soft routes of other budgets.",
            "budgets[1].softRoute: 'R' leads back to 'soft' by the soft routes of other budgets.");
    }

    [Fact]
    public void A_chain_that_leads_into_a_circle_without_being_part_of_it_is_judged_and_ends()
    {
        string Budget(string name, string match, string soft) =>
            $$"""{ "name": "{{name}}", "limit": 1, "scope": "route", "match": "{{match}}", "softRoute": "{{soft}}" }""";
        string json = Given.Beside($"\"budgets\": [ {Budget("a", "r", "soft")}, {Budget("b", "soft", "soft")} ]");

        Given.JsonErrors(json).Should().ContainSingle().Which.Path.Should().Be("budgets[1].softRoute");
    }

    [Fact]
    public void The_settings_of_a_store_are_read_in_every_form_from_every_source()
    {
        const string Store = """
            "store": { "labels": { "a.b": "${env:KEY}" }, "type": "DEPOT", "flag": true, "number": 7, "wait": "00:00:03", "mode": "slow" }
            """;
        foreach (RouterConfigSnapshot snapshot in new[] { Given.LoadJson(Given.Beside(Store)), Given.LoadSection(Given.Beside(Store)) })
        {
            ProviderSettings settings = snapshot.Config.Store.Settings;
            (settings.Flag("flag"), settings.Number("number"), settings.Duration("wait"), settings.Text("mode"), settings.Map("labels")["a.b"])
                .Should().Be((true, 7, TimeSpan.FromSeconds(3), "slow", "sk-from-env"));
        }
    }

    [Fact]
    public void A_literal_secret_of_the_store_is_a_warning_that_does_not_show_it()
    {
        RouterConfigSnapshot snapshot = Given.LoadJson(Given.Beside("\"store\": { \"type\": \"postgres\", \"connectionString\": \"Host=db;Password=hunter2\" }"));

        snapshot.Warnings.Should().ContainSingle().Which.ToString().Should().Contain("store.connectionString").And.NotContain("hunter2");
        snapshot.Config.Store.ToString().Should().NotContain("hunter2");
    }

    [Fact]
    public void A_wrong_connection_string_is_never_shown()
    {
        Given.JsonErrors(Given.Beside("\"store\": { \"type\": \"postgres\", \"connectionString\": \"Host=db;\\nPassword=hunter2\" }"))
            .Should().ContainSingle().Which.ToString().Should().Contain("control characters").And.NotContain("hunter2");
    }

    [Fact]
    public void Memory_is_known_where_no_store_type_is_registered_and_another_is_explained()
    {
        ConfigurationContext bare = new([], ["priority"], ["mine"]);
        const string Json = """{ "routes": { "r": { "targets": [ { "provider": "mine", "model": "m" } ] } }, "store": { "type": "TYPE" } }""";

        Given.LoadJson(Json.Replace("TYPE", "Memory", StringComparison.Ordinal), context: bare).Config.Store.Type.Should().Be("Memory");
        Given.JsonErrors(Json.Replace("TYPE", "sqlite", StringComparison.Ordinal), context: bare).Single().Message.Should().Be(
            "no store type is named 'sqlite'. A type from a package has to be registered as an IAdmissionStoreType first. Known here: 'memory'.");
    }

    [Fact]
    public void A_registered_type_may_take_the_place_of_memory()
    {
        ConfigurationContext context = new([], ["priority"], ["mine"], [new FakeStoreType("Memory", new ProviderSetting("size", ProviderSettingKind.Number, "The size."))]);

        Given.LoadJson("""{ "routes": { "r": { "targets": [ { "provider": "mine", "model": "m" } ] } }, "store": { "size": 5 } }""", context: context)
            .Config.Store.Settings.Number("size").Should().Be(5);
    }

    [Fact]
    public void Two_registered_store_types_of_one_name_are_a_mistake_of_the_application()
    {
        Action make = () => _ = new ConfigurationContext([], [], [], [new FakeStoreType("a"), new FakeStoreType("A")]);

        make.Should().Throw<ArgumentException>().WithMessage("Two store types are named 'A'; register each name once.*");
    }

    [Theory]
    [InlineData("\"scope\": \"provider\", \"match\": \"P\"")]
    [InlineData("\"scope\": \"provider\", \"match\": \"mine\"")]
    [InlineData("\"scope\": \"route\", \"match\": \"SOFT\"")]
    [InlineData("\"scope\": \"target\", \"match\": \"r/p/m\"")]
    [InlineData("\"scope\": \"target\", \"match\": \"R/Second\"")]
    [InlineData("\"scope\": \"tenant\", \"match\": \"anybody\"")]
    [InlineData("\"scope\": \"session\"")]
    [InlineData("\"scope\": \"agent\", \"match\": \"x\", \"window\": \"total\"")]
    [InlineData("\"softRoute\": \"soft\", \"softShare\": 1")]
    public void What_a_budget_may_be_for_is_accepted(string property) =>
        Given.LoadJson(Given.BudgetWith(property)).Config.Budgets.Should().HaveCount(1);

    [Theory]
    [InlineData("p")]
    [InlineData("OpenAI")]
    [InlineData("mine")]
    [InlineData("replicate")]
    public void A_price_may_name_a_provider_a_client_or_a_type(string provider) =>
        Given.LoadJson(Given.Beside($$"""  "prices": [ { "provider": "{{provider}}", "model": "m", "second": 0 } ]""")).Config.Prices.Should().HaveCount(1);

    [Fact]
    public void Neurons_are_accepted_wherever_Workers_AI_may_answer()
    {
        const string Neurons = "\"limits\": { \"neuronsPerDay\": 10 }";
        string json = Given.Beside($$"""  "tenants": { "t": { {{Neurons}} } }, "sessions": { {{Neurons}} }""")
            .Replace("\"apiToken\"", Neurons + ", \"apiToken\"", StringComparison.Ordinal)
            .Replace("\"r\": {", $"\"r\": {{ {Neurons},", StringComparison.Ordinal)
            .Replace("\"model\": \"n\"", "\"model\": \"n\", " + Neurons, StringComparison.Ordinal);

        Given.LoadJson(json).Config.Routes["r"].Targets[1].Limits.NeuronsPerDay.Should().Be(10);
    }

    [Fact]
    public void A_default_delay_or_wait_longer_than_a_short_total_is_no_error()
    {
        const string Parts = """
            { "timeouts": { "total": "00:00:01" }, "hedging": { "maxHedges": 1 }, "queue": { "limit": 1 },
              "targets": [ { "provider": "p", "model": "m" }, { "provider": "p", "model": "n" } ] }
            """;

        Given.LoadJson(Given.Route(Parts)).Config.Routes["r"].Hedging!.Delay.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Faults_of_a_provider_or_a_target_bring_no_others_along()
    {
        Given.JsonErrors("""
            { "providers": { "p": { "type": "opnai", "limits": { "neuronsPerDay": 1 } } },
              "routes": { "r": { "strategy": "canary", "targets": [ { "provider": "p", "model": "m", "limits": { "neuronsPerDay": 1 } }, 5 ] } },
              "budgets": [ { "name": "b", "limit": 1, "scope": "target", "match": "r/x" } ] }
            """).Select(error => error.Path).Should().Equal("providers.p.type", "routes.r.targets[1]");
    }

    private static IReadOnlyList<ConfigurationError> SectionErrors(string key, string value)
    {
        Dictionary<string, string?> values = new()
        {
            ["routes:r:targets:0:provider"] = "mine",
            ["routes:r:targets:0:model"] = "m",
            ["budgets:0:name"] = "b",
            ["prices:0:provider"] = "mine",
            ["prices:0:model"] = "m",
            [key] = value,
        };
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        using SectionConfigSource source = new(root, Given.Environment());
        return Given.Errors(() => source.Load(Given.Context));
    }
}
