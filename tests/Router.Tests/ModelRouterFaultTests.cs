using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.Configuration;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests;

/// <summary>Faults of what an application brings along: provider types, strategies, handlers, loggers.</summary>
public sealed class ModelRouterFaultTests : IDisposable
{
    private const string Secret = FragileProviderType.Secret;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _time = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"router-fault-{Guid.NewGuid():N}.json");
    private readonly FragileProviderType _type = new();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("validate", "providers.p")]
    [InlineData("create", "providers.p")]
    [InlineData("nothing", "providers.p")]
    [InlineData("handler", "providers.p")]
    [InlineData("classifier", "providers.p")]
    [InlineData("no-classifier", "providers.p")]
    [InlineData("chat", "routes.r.targets[0]")]
    [InlineData("images", "routes.r.targets[0]")]
    [InlineData("describe", "routes.r.targets[0]")]
    public void A_fault_of_a_provider_type_is_a_configuration_error_at_its_path(string part, string path)
    {
        _type.Breaks = part;

        RouterConfigurationException exception = Refused(Json());

        ConfigurationError error = exception.Errors.Should().ContainSingle().Which;
        error.Path.Should().Be(path);
        error.Source.Should().Be(_path);
        error.Line.Should().NotBeNull();
        error.Message.Should().Contain("'fragile'").And.EndWith(".");
        exception.ToString().Should().NotContain(Secret);
        _type.Handlers.Should().NotContain(handler => !handler.Disposed);
        _type.Made.Should().NotContain(provider => !provider.Disposed);
    }

    [Fact]
    public void What_a_type_says_is_repeated_where_it_holds_no_setting()
    {
        _type.Breaks = "create";
        _type.Says = "There is no such region.";
        RouterConfigurationException exception = Refused(Json());
        exception.Errors.Single().Message.Should().Contain("FormatException: There is no such region.");
        exception.InnerException.Should().BeOfType<FormatException>("its stack tells the type's author where");
    }

    [Fact]
    public void Faults_of_several_providers_are_reported_at_once()
    {
        _type.Breaks = "create";
        Refused(Json("\"q\": { \"type\": \"fragile\" },")).Errors.Select(error => error.Path).Should().Equal("providers.q", "providers.p");
    }

    [Fact]
    public void A_model_without_the_task_is_reported_with_line_and_source_and_quoted_where_the_name_needs_it()
    {
        ConfigurationError error = Refused(Json(route: "my route", task: "image")).Errors.Should().ContainSingle().Which;
        error.Path.Should().Be("routes['my route'].targets[0].provider");
        error.Source.Should().Be(_path);
        error.Line.Should().Be(3);
    }

    [Fact]
    public void A_key_pasted_as_a_model_is_not_repeated_whole()
    {
        const string Key = "sk0123456789abcdef0123456789abcdef";
        Refused(Json(model: Key, task: "image")).Message.Should().NotContain(Key);
    }

    [Fact]
    public void Two_types_or_strategies_of_one_name_are_a_configuration_error()
    {
        ModelRouterOptions options = Options();
        options.ProviderTypes.Add(new FragileProviderType());
        options.Strategies.Add(new Named("Priority"));
        options.Strategies.Add(new Named(" "));
        RouterConfigurationException exception = Refused(Json(), options);
        exception.Errors.Select(error => error.Message).Should().SatisfyRespectively(
            first => first.Should().Contain("provider types").And.Contain("'fragile'"),
            second => second.Should().Contain("strategies").And.Contain("'Priority'"),
            third => third.Should().Contain("strategy").And.Contain("no name"));
    }

    [Fact]
    public void Without_provider_types_the_error_says_how_to_add_them()
    {
        File.WriteAllText(_path, Json());
        FluentActions.Invoking(() => ModelRouter.FromFile(_path, new ModelRouterOptions { TimeProvider = _time }))
            .Should().Throw<RouterConfigurationException>()
            .WithMessage("*providers.p.type*AddDefaultProviders()*DefaultProviders.All*");
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData(null)]
    public void A_failed_first_load_leaves_nothing_behind_that_watches(string? json)
    {
        Refused(json);
        _time.ActiveTimers.Should().Be(0);
        File.WriteAllText(_path, Json());
        _time.Advance(Poll * 3);
    }

    [Fact]
    public void A_directory_in_the_place_of_the_file_is_named_as_one()
    {
        Directory.CreateDirectory(_path);
        try
        {
            FluentActions.Invoking(() => ModelRouter.FromFile(_path, Options()))
                .Should().Throw<RouterConfigurationException>().WithMessage($"*'{_path}'*is a directory*");
        }
        finally
        {
            Directory.Delete(_path);
        }
    }

    [Fact]
    public void A_missing_file_is_named_by_its_full_path() =>
        FluentActions.Invoking(() => ModelRouter.FromFile("none/such.json", Options()))
            .Should().Throw<RouterConfigurationException>().WithMessage($"*'{Path.GetFullPath("none/such.json")}' does not exist*");

    [Fact]
    public void A_change_between_the_first_load_and_the_first_request_is_not_lost()
    {
        _type.OnCreate = () =>
        {
            _type.OnCreate = null;
            File.WriteAllText(_path, Json(model: "changed"));
            _time.Advance(Poll);
        };
        using ModelRouter router = Open(Json());
        router.Routes.Single().Targets[0].Model.Should().Be("changed");
    }

    [Fact]
    public async Task A_provider_that_cannot_be_disposed_harms_neither_the_reload_nor_a_request()
    {
        ListLoggerFactory log = new();
        _type.Breaks = "dispose";
        using ModelRouter router = Open(Json(), log);
        Change(Json(label: "other"));

        (await router.GetChatClient().GetResponseAsync("hi")).Text.Should().Be("m");
        log.Entries.Should().ContainSingle(entry => entry.Id == 1102);
        log.Entries.Should().NotContain(entry => entry.Id == 1101);
        log.Entries.Where(entry => entry.Id == 1104).Should().HaveCount(2, "the client and the provider")
            .And.OnlyContain(entry => entry.Message.Contains("'p'") && !entry.Message.Contains(Secret));
        _type.Handlers[0].Disposed.Should().BeTrue("the rest is disposed all the same");
        _type.Made[0].Disposed.Should().BeTrue();
    }

    [Fact]
    public void A_fault_of_a_type_during_a_reload_is_logged_without_what_it_holds_and_the_old_model_stays()
    {
        ListLoggerFactory log = new();
        using ModelRouter router = Open(Json(), log);
        _type.Breaks = "create";
        Change(Json(label: "other", model: "n"));
        log.Entries.Should().ContainSingle(entry => entry.Id == 1101).Which.Message.Should().Contain("providers.p").And.NotContain(Secret);
        router.Routes.Single().Targets[0].Model.Should().Be("m");
        _type.Made.Should().ContainSingle().Which.Disposed.Should().BeFalse();
    }

    [Fact]
    public void A_log_that_throws_does_not_end_the_watching()
    {
        ThrowingLog log = new();
        using ModelRouter router = ModelRouter.FromFile(Written(Json()), Options(log));
        log.Throws = true;
        this.Invoking(test => test.Change("{ broken")).Should().NotThrow("it would end the process");
        Change(Json(model: "n"));
        router.Routes.Single().Targets[0].Model.Should().Be("n");
    }

    [Fact]
    public async Task A_changed_rule_of_health_keeps_the_cool_down_and_the_provider()
    {
        using ModelRouter router = Open(Json(model: "limited"));
        IChatClient client = router.GetChatClient();
        (await Fails(client)).Attempts.Should().NotBeEmpty();

        Change(Json(model: "limited", health: """, "health": { "rateLimitCooldown": "00:00:01", "samplingWindow": "00:01:00" }"""));

        (await Fails(client)).Attempts.Should().BeEmpty("a quota that is spent stays spent");
        _type.Made.Should().ContainSingle();
    }

    [Fact]
    public async Task A_changed_rule_of_health_rules_from_then_on()
    {
        using ModelRouter router = Open(Json(model: "limited-silent"));
        IChatClient client = router.GetChatClient();
        await Fails(client);
        _time.Advance(TimeSpan.FromSeconds(5));
        Change(Json(model: "limited-silent", health: """, "health": { "rateLimitCooldown": "00:10:00" }"""));
        (await Fails(client)).Attempts.Should().NotBeEmpty();
        (await Fails(client)).RetryAfter.Should().BeGreaterThan(TimeSpan.FromMinutes(9));
    }

    [Fact]
    public void Another_case_or_order_of_the_same_settings_is_the_same_provider()
    {
        using ModelRouter router = Open(Json());
        Change("""
            { "providers": { "P": { "label": "a", "key": "KEY", "type": "Fragile" } },
              "routes": { "r": { "targets": [ { "provider": "p", "model": "n" } ] } } }
            """.Replace("KEY", Secret, StringComparison.Ordinal));
        router.Routes.Single().Targets[0].Model.Should().Be("n");
        _type.Made.Should().ContainSingle();
    }

    [Fact]
    public void The_options_are_read_once_and_left_as_they_are()
    {
        ModelRouterOptions options = Options();
        using ModelRouter router = ModelRouter.FromFile(Written(Json()), options);
        options.HttpHandlerFactory = _ => throw new InvalidOperationException("read again");
        options.ProviderTypes.Clear();
        Change(Json(label: "other", model: "n"));
        router.Routes.Single().Targets[0].Model.Should().Be("n");
    }

    [Fact]
    public async Task A_client_given_in_code_is_asked_for_the_version_even_of_its_default_model()
    {
        ScriptedChatClient own = new(ScriptedTurn.Text("x"));
        ModelRouterOptions options = new() { TimeProvider = _time };
        options.ChatClients["own"] = own;
        RouterConfig config = new()
        {
            Routes = new Dictionary<string, RouteConfig>
            {
                ["r"] = new() { Targets = [new TargetConfig { Provider = "own", Model = "default", Version = "v2" }] },
            },
        };
        using ModelRouter router = ModelRouter.FromConfig(config, options);
        await router.GetChatClient().GetResponseAsync("hi");
        own.Calls.Single().Options!.ModelId.Should().Be("v2");
    }

    [Fact]
    public void A_pinned_version_unknown_to_the_catalogue_is_known_by_its_model()
    {
        RouterConfig config = new()
        {
            Providers = new Dictionary<string, ProviderConfig> { ["p"] = new() { Type = "openai" } },
            Routes = new Dictionary<string, RouteConfig>
            {
                ["r"] = new() { Targets = [new TargetConfig { Provider = "p", Model = "gpt-4o-mini", Version = "ft:mine" }] },
            },
        };
        ModelRouterOptions options = new();
        options.ProviderTypes.Add(new FragileProviderType { Name = "openai" });
        using ModelRouter router = ModelRouter.FromConfig(config, options);
        router.Model.Routes["r"].Targets[0].Capabilities.ContextTokens.Should().Be(128_000);
    }

    private static async Task<RouteException> Fails(IChatClient client) =>
        (await client.Awaiting(item => item.GetResponseAsync("hi")).Should().ThrowAsync<RouteException>()).Which;

    private static string Json(
        string more = "", string route = "r", string model = "m", string label = "a", string task = "chat", string health = "") =>
        $$"""
        { "providers": { {{more}}
            "p": { "type": "fragile", "key": "{{Secret}}", "label": "{{label}}"{{health}} } },
          "routes": { "{{route}}": { "task": "{{task}}", "targets": [ { "provider": "p", "model": "{{model}}" } ],
            "retry": { "triesPerTarget": 1 }, "timeouts": { "total": "00:00:10" } } } }
        """;

    private string Written(string json)
    {
        File.WriteAllText(_path, json);
        return _path;
    }

    private ModelRouter Open(string json, ListLoggerFactory? log = null) => ModelRouter.FromFile(Written(json), Options(log));

    private RouterConfigurationException Refused(string? json, ModelRouterOptions? options = null)
    {
        if (json is not null)
        {
            File.WriteAllText(_path, json);
        }

        return FluentActions.Invoking(() => ModelRouter.FromFile(_path, options ?? Options()))
            .Should().Throw<RouterConfigurationException>().Which;
    }

    private ModelRouterOptions Options(ILoggerFactory? log = null)
    {
        ModelRouterOptions options = new() { TimeProvider = _time, LoggerFactory = log, HttpHandlerFactory = _type.Handler };
        options.ProviderTypes.Add(_type);
        return options;
    }

    private void Change(string json)
    {
        File.WriteAllText(_path, json);
        _time.Advance(Poll);
    }

    private sealed class Named(string name) : ITargetStrategy
    {
        public string Name => name;

        public void Order(in StrategyContext context, Span<int> order)
        {
        }
    }

    private sealed class ThrowingLog : ILoggerFactory, ILogger
    {
        internal bool Throws { get; set; }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Throws)
            {
                throw new IOException("The disk is full.");
            }
        }

        public void Dispose()
        {
        }
    }
}
