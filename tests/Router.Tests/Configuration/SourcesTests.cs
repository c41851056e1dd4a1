using System.Text.Json;
using FluentAssertions.Equivalency;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Router.Adapters;
using Router.Catalog;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Resilience;

namespace Router.Tests.Configuration;

public sealed class SourcesTests
{
    private const string Full = """
        {
          // Everything that can be written.
          "$schema": "./providers.schema.json",
          "providers": {
            "p": {
              "health": { "failureRatio": 0.25, "minimumThroughput": 4, "samplingWindow": "00:01:00", "breakDuration": "00:00:10",
                          "rateLimitCooldown": "00:00:02.5", "longCooldown": "1.00:00:00" },
              "type": "OpenAI", "apiKey": "${env:KEY}", "endpoint": "http://127.0.0.1:8080/v1", "headers": { "x.team": "a", "b": "$${c}", "n": "" },
            },
            "e": { "type": "everything", "flag": true, "number": 7, "wait": "00:00:03", "mode": "slow" },
          },
          "routes": {
            "full": {
              "task": "chat", "strategy": "weighted", "maxAttempts": 9, "streamMode": "hold", "emptyAnswer": "allow",
              "fallbackOn": [ "callerFault" ], "contentPolicyTargets": [ "first" ],
              "timeouts": { "total": "00:02:00", "attempt": "00:01:00", "firstToken": "00:00:10", "idle": "00:00:11" },
              "retry": { "triesPerTarget": 3, "baseDelay": "00:00:00.1", "maxDelay": "00:00:01" },
              "targets": [
                { "name": "first", "provider": "p", "model": "m", "version": "v",
                  "capabilities": { "tools": true, "imageInput": false, "jsonSchema": true, "contextTokens": 1000 },
                  "parameters": { "temperature": 0.5, "topP": 0.9, "topK": 4, "maxOutputTokens": 100, "seed": 5000000000,
                    "frequencyPenalty": -0.5, "presencePenalty": 1, "stopSequences": [ "END", "\n" ], "reasoningEffort": "extraHigh",
                    "additionalProperties": { "a": 1, "b": "text", "c": { "d": [ true, 2.5 ] } } } },
                { "provider": "mine", "model": "n", "name": null },
              ],
            },
            "pictures": {
              "task": "image",
              "targets": [ { "provider": "e", "model": "i", "parameters": { "width": 64, "height": 32, "count": 2 } } ],
              "fallbackOn": [],
              "retry": {},
            },
          },
          "defaults": { "chat": "full", "image": "Pictures" },
        }
        """;

    [Fact]
    public void A_file_is_read_into_the_records_with_references_resolved()
    {
        RouterConfig config = Given.LoadJson(Full).Config;

        Same(config, Expected());
    }

    [Fact]
    public void An_IConfiguration_gives_the_same_records_as_the_file() => Same(Given.LoadSection(Full).Config, Expected());

    [Fact]
    public void The_repository_s_own_file_gives_the_same_records_through_AddJsonFile()
    {
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddJsonFile(Given.RepositoryFile()).Build();
        using SectionConfigSource section = new(root, Given.Environment());

        RouterConfigSnapshot file = Given.LoadJson(File.ReadAllText(Given.RepositoryFile()));

        file.Warnings.Should().BeEmpty();
        file.Config.Routes.Keys.Should().BeEquivalentTo("assistant", "painter", "captioner");
        file.Config.Providers["openai"].Settings.Text("endpoint").Should().Be("https://api.openai.com/v1");
        file.Config.Providers["cloudflare"].Settings.Text("apiToken").Should().Be("cf-token");
        Same(section.Load(Given.Context).Config, file.Config);
    }

    [Fact]
    public void A_configuration_built_in_code_is_held_to_the_same_rules_and_has_paths_without_lines()
    {
        RouterOptions options = new();
        options.Providers["p"] = new ProviderConfig
        {
            Type = "openai",
            Settings = new ProviderSettings([new("apiKey", "${env:NOPE}"), new("endpoint", "x"), new("zone", "eu"), new("headers.x", "\n")]),
            Health = new HealthConfig { FailureRatio = double.NaN },
        };
        options.Routes["r"] = new RouteConfig
        {
            Task = (RouteTask)7,
            FallbackOn = [FailureClass.Timeout],
            MaxAttempts = 0,
            Timeouts = new TimeoutsConfig { Idle = TimeSpan.FromHours(1) },
            Targets = [new TargetConfig { Provider = "q", Model = "" }],
        };
        using FixedConfigSource source = new(options.ToConfig(), Given.Environment());

        Given.Errors(() => source.Load(Given.Context)).Select(error => error.ToString()).Should().BeEquivalentTo(
            "RouterOptions providers.p.apiKey: the environment variable 'NOPE' is not set, or empty. No route uses 'p', but a "
                + "provider that is listed is meant to work: set the value, or remove the provider.",
            "RouterOptions providers.p.health.failureRatio: must be a number.",
            "RouterOptions routes.r.task: must be one of 'chat', 'image'.",
            "RouterOptions routes.r.targets[0].model: must not be empty.",
            "RouterOptions routes.r.maxAttempts: must be 1 or more.",
            "RouterOptions routes.r.fallbackOn[0]: must be one of 'callerFault'.",
            "RouterOptions providers.p.endpoint: must be an absolute http or https URI, such as https://api.example.com/v1.",
            "RouterOptions providers.p.headers.x: must not hold line breaks or other control characters.",
            "RouterOptions providers.p.zone: there is no setting 'zone' here. Known here: 'apiKey', 'endpoint', 'organization', "
                + "'project', 'headers'.",
            "RouterOptions routes.r.targets[0].provider: no provider is named 'q'. Did you mean 'p'?",
            "RouterOptions routes.r.timeouts.idle: must not be longer than 'total', which is 00:01:40.");
    }

    [Fact]
    public void A_configuration_built_in_code_is_loaded_with_its_references_resolved_and_without_warnings()
    {
        RouterOptions options = new();
        options.Providers["p"] = new ProviderConfig
        {
            Type = "openai",
            Settings = new ProviderSettings([new("apiKey", "literal"), new("organization", "${env:KEY}")]),
        };
        options.Routes["r"] = new RouteConfig { Targets = [new TargetConfig { Provider = "p", Model = "m" }] };
        using FixedConfigSource source = new(options.ToConfig(), Given.Environment());

        RouterConfigSnapshot snapshot = source.Load(Given.Context);

        snapshot.Warnings.Should().BeEmpty();
        snapshot.Config.Providers["p"].Settings.Should().Be(
            new ProviderSettings([new("apiKey", "literal"), new("organization", "sk-from-env")]));
        source.GetReloadToken().HasChanged.Should().BeFalse();
    }

    [Fact]
    public void In_code_too_a_default_timer_longer_than_a_short_total_is_no_error()
    {
        RouterConfig config = new()
        {
            Routes = new Dictionary<string, RouteConfig>
            {
                ["r"] = new()
                {
                    Timeouts = new TimeoutsConfig { Total = TimeSpan.FromSeconds(5) },
                    Targets = [new TargetConfig { Provider = "mine", Model = "m" }],
                },
            },
        };
        using FixedConfigSource source = new(config, Given.Environment());

        source.Load(Given.Context).Config.Routes["r"].Timeouts.Total.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void The_errors_of_a_section_name_it_and_have_no_lines()
    {
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Router:ROUTES:r:targets:0:provider"] = "mine",
            ["Router:routes:r:targets:0:model"] = "m",
            ["Router:routes:r:maxAttempts"] = "many",
            ["Router:routes:r:streammode"] = "hold",
            ["Router:routes:r:timouts:total"] = "00:00:01",
        }).Build();
        using SectionConfigSource source = new(root.GetSection("Router"), Given.Environment());

        Given.Errors(() => source.Load(Given.Context)).Select(error => error.ToString()).Should().BeEquivalentTo(
            "configuration 'Router' ROUTES.r.maxAttempts: must be a whole number, not a text.",
            "configuration 'Router' ROUTES.r.timouts: there is no property 'timouts' here. Did you mean 'timeouts'?");
    }

    [Fact]
    public void A_section_that_is_not_there_is_an_error_and_not_an_empty_router()
    {
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().Build();
        using SectionConfigSource source = new(root.GetSection("Rooter"), Given.Environment());

        Given.Errors(() => source.Load(Given.Context)).Single().ToString()
            .Should().Be("configuration 'Rooter' routes: there is no route; a configuration needs at least one.");
    }

    [Fact]
    public void A_section_s_reload_token_is_the_configuration_s()
    {
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection().Build();
        using SectionConfigSource source = new(root, Given.Environment());
        IChangeToken token = source.GetReloadToken();

        token.HasChanged.Should().BeFalse();
        root.Reload();

        token.HasChanged.Should().BeTrue();
    }

    [Fact]
    public void Names_that_are_numbers_are_names_also_in_an_IConfiguration()
    {
        const string Json = """{ "routes": { "1": { "targets": [ { "provider": "mine", "model": "m" } ] } } }""";

        Given.LoadSection(Json).Config.Routes.Keys.Should().Equal("1");
        Given.LoadJson(Json).Config.Routes.Keys.Should().Equal("1");
    }

    [Fact]
    public void Two_registered_provider_types_of_one_name_are_a_mistake_of_the_application()
    {
        Action make = () => _ = new ConfigurationContext([new FakeProviderType("a"), new FakeProviderType("A")], [], []);

        make.Should().Throw<ArgumentException>().WithMessage("Two provider types are named 'A'; register each name once.*");
    }

    private static RouterConfig Expected() => new()
    {
        Providers = new Dictionary<string, ProviderConfig>
        {
            ["p"] = new()
            {
                Type = "OpenAI",
                Settings = new ProviderSettings(
                [
                    new("apiKey", "sk-from-env"),
                    new("endpoint", "http://127.0.0.1:8080/v1"),
                    new("headers.x.team", "a"),
                    new("headers.b", "${c}"),
                    new("headers.n", ""),
                ]),
                Health = new HealthConfig
                {
                    FailureRatio = 0.25,
                    MinimumThroughput = 4,
                    SamplingWindow = TimeSpan.FromMinutes(1),
                    BreakDuration = TimeSpan.FromSeconds(10),
                    RateLimitCooldown = TimeSpan.FromSeconds(2.5),
                    LongCooldown = TimeSpan.FromDays(1),
                },
            },
            ["e"] = new()
            {
                Type = "everything",
                Settings = new ProviderSettings([new("flag", "true"), new("number", "7"), new("wait", "00:00:03"), new("mode", "slow")]),
            },
        },
        Routes = new Dictionary<string, RouteConfig>
        {
            ["full"] = new()
            {
                Strategy = "weighted",
                MaxAttempts = 9,
                StreamMode = StreamMode.Hold,
                EmptyAnswer = EmptyAnswer.Allow,
                FallbackOn = [FailureClass.CallerFault],
                ContentPolicyTargets = ["first"],
                Timeouts = new TimeoutsConfig
                {
                    Total = TimeSpan.FromMinutes(2),
                    Attempt = TimeSpan.FromMinutes(1),
                    FirstToken = TimeSpan.FromSeconds(10),
                    Idle = TimeSpan.FromSeconds(11),
                },
                Retry = new RetryConfig
                {
                    TriesPerTarget = 3,
                    BaseDelay = TimeSpan.FromMilliseconds(100),
                    MaxDelay = TimeSpan.FromSeconds(1),
                },
                Targets =
                [
                    new TargetConfig
                    {
                        Name = "first",
                        Provider = "p",
                        Model = "m",
                        Version = "v",
                        Capabilities = new ModelCapabilities { Tools = true, ImageInput = false, JsonSchema = true, ContextTokens = 1000 },
                        Parameters = new ParametersConfig
                        {
                            Temperature = 0.5f,
                            TopP = 0.9f,
                            TopK = 4,
                            MaxOutputTokens = 100,
                            Seed = 5_000_000_000,
                            FrequencyPenalty = -0.5f,
                            PresencePenalty = 1,
                            StopSequences = ["END", "\n"],
                            ReasoningEffort = ReasoningEffort.ExtraHigh,
                            AdditionalProperties = new Dictionary<string, JsonElement>
                            {
                                ["a"] = Json("1"),
                                ["b"] = Json("\"text\""),
                                ["c"] = Json("{\"d\":[true,2.5]}"),
                            },
                        },
                    },
                    new TargetConfig { Provider = "mine", Model = "n" },
                ],
            },
            ["pictures"] = new()
            {
                Task = RouteTask.Image,
                Targets =
                [
                    new TargetConfig
                    {
                        Provider = "e",
                        Model = "i",
                        Parameters = new ParametersConfig { Width = 64, Height = 32, Count = 2 },
                    },
                ],
            },
        },
        Defaults = new DefaultRoutesConfig { Chat = "full", Image = "Pictures" },
    };

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static void Same(RouterConfig actual, RouterConfig expected) =>
        actual.Should().BeEquivalentTo(expected, Compare);

    // Settings compare by value, whatever the case of a flag is in an IConfiguration ("True").
    private static EquivalencyAssertionOptions<RouterConfig> Compare(EquivalencyAssertionOptions<RouterConfig> options) => options
        .ComparingByMembers<RouterConfig>().ComparingByMembers<ProviderConfig>().ComparingByMembers<RouteConfig>()
        .ComparingByMembers<TargetConfig>().ComparingByMembers<ParametersConfig>()
        .Using<ProviderSettings>(context => Values(context.Subject).Should().BeEquivalentTo(Values(context.Expectation)))
        .WhenTypeIs<ProviderSettings>()
        .Using<JsonElement>(context => JsonElement.DeepEquals(context.Subject, context.Expectation).Should().BeTrue())
        .WhenTypeIs<JsonElement>();

    private static Dictionary<string, string> Values(ProviderSettings settings) => settings.Names.ToDictionary(
        name => name, name => bool.TryParse(settings.Text(name), out bool flag) ? flag.ToString() : settings.RequiredText(name));
}
