using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Router.Adapters;
using Router.Admission;
using Router.Configuration;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.DependencyInjection;

public sealed class AddRouterTests
{
    private static readonly RouteConfig ToFirst = new() { Targets = [new TargetConfig { Provider = "first", Model = "default" }] };
    private static readonly RouteConfig ToSecond = new() { Targets = [new TargetConfig { Provider = "second", Model = "default" }] };

    [Fact]
    public async Task Each_route_is_a_keyed_client_and_the_default_route_the_unkeyed_one()
    {
        using ServiceProvider services = Build(options =>
        {
            options.Routes["a"] = ToFirst;
            options.Routes["b"] = ToSecond;
            options.Defaults = new DefaultRoutesConfig { Chat = "b" };
        });

        (await services.GetRequiredKeyedService<IChatClient>("a").GetResponseAsync("hi")).Text.Should().Be("first");
        (await services.GetRequiredKeyedService<IChatClient>("b").GetResponseAsync("hi")).Text.Should().Be("second");
        (await services.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text.Should().Be("second");
        services.GetKeyedService<IChatClient>("c").Should().BeNull();
        services.GetService<IImageGenerator>().Should().BeNull("no route makes images");
    }

    [Fact]
    public async Task The_only_chat_route_needs_no_default()
    {
        using ServiceProvider services = Build(options => options.Routes["a"] = ToFirst);
        (await services.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text.Should().Be("first");
    }

    [Fact]
    public void Several_routes_without_a_default_are_told_apart_by_the_error()
    {
        using ServiceProvider services = Build(options =>
        {
            options.Routes["a"] = ToFirst;
            options.Routes["b"] = ToSecond;
        });

        services.Invoking(provider => provider.GetRequiredService<IChatClient>())
            .Should().Throw<InvalidOperationException>().WithMessage("*defaults.chat*a, b*");
    }

    [Fact]
    public async Task A_client_of_the_application_keeps_the_unkeyed_place()
    {
        ServiceCollection services = new();
        ScriptedChatClient own = new(ScriptedTurn.Text("own"));
        services.AddSingleton<IChatClient>(own);
        services.AddRouter(options => Fill(options, "a"));
        using ServiceProvider provider = services.BuildServiceProvider();
        (await provider.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text.Should().Be("own");
        (await provider.GetRequiredKeyedService<IChatClient>("a").GetResponseAsync("hi")).Text.Should().Be("first");
    }

    [Fact]
    public void A_second_router_is_refused() =>
        new ServiceCollection().AddRouter(options => Fill(options, "a")).Services
            .Invoking(services => services.AddRouter(options => Fill(options, "b")))
            .Should().Throw<InvalidOperationException>().WithMessage("*AddRouter was called already*");

    [Fact]
    public void Clients_are_singletons_and_disposing_the_services_leaves_the_applications_own_clients_alone()
    {
        ScriptedChatClient own = new();
        ServiceCollection services = new();
        services.AddRouter(options =>
        {
            options.ChatClients["own"] = own;
            options.Routes["a"] = new RouteConfig { Targets = [new TargetConfig { Provider = "own", Model = "default" }] };
        });
        ServiceProvider provider = services.BuildServiceProvider();
        IChatClient client = provider.GetRequiredKeyedService<IChatClient>("a");
        provider.GetRequiredKeyedService<IChatClient>("a").Should().BeSameAs(client);
        provider.Dispose();
        own.Disposed.Should().BeFalse();
    }

    [Fact]
    public void Errors_of_the_configuration_are_all_reported_when_a_host_starts()
    {
        ServiceCollection services = new();
        services.AddRouter(options =>
        {
            options.Routes["a"] = new RouteConfig { Targets = [new TargetConfig { Provider = "nobody", Model = "m" }] };
            options.Routes["b"] = new RouteConfig();
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        // What a host does on start.
        RouterConfigurationException exception = provider
            .Invoking(host => host.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<RouterConfigurationException>().Which;
        exception.Errors.Select(error => error.Path).Should().Contain(["routes.a.targets[0].provider", "routes.b.targets"]);
    }

    [Fact]
    public void A_route_client_answers_for_the_route()
    {
        using ServiceProvider services = Build(options => options.Routes["a"] = ToFirst);
        IChatClient client = services.GetRequiredService<IChatClient>();
        client.GetService<RouteInfo>()!.Name.Should().Be("a");
        client.GetService<ChatClientMetadata>()!.DefaultModelId.Should().Be("a");
        client.GetService<ActivitySource>()!.Name.Should().Be("Router");
        client.GetService<ScriptedChatClient>().Should().NotBeNull("unknown services are asked of the targets");
        client.Invoking(item => item.GetService(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task A_section_of_an_applications_configuration_serves_as_well()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Ai:routes:a:targets:0:provider"] = "own",
            ["Ai:routes:a:targets:0:model"] = "default",
        }).Build();
        ServiceCollection services = new();
        services.Configure<ModelRouterOptions>(options => options.ChatClients["own"] = new ScriptedChatClient(ScriptedTurn.Text("mine")));
        services.AddRouter(configuration.GetSection("Ai"));
        using ServiceProvider provider = services.BuildServiceProvider();
        (await provider.GetRequiredKeyedService<IChatClient>("a").GetResponseAsync("hi")).Text.Should().Be("mine");
    }

    [Fact]
    public void A_missing_file_is_refused_at_once_by_its_full_path() =>
        new ServiceCollection().Invoking(services => services.AddRouter("none/such.json"))
            .Should().Throw<RouterConfigurationException>().WithMessage($"*'{Path.GetFullPath("none/such.json")}' does not exist*");

    [Fact]
    public void A_file_that_is_no_JSON_is_refused_at_once_with_its_line()
    {
        using TempFile file = new("{\n  \"routes\": oops }");
        ConfigurationError error = new ServiceCollection().Invoking(services => services.AddRouter(file.Path))
            .Should().Throw<RouterConfigurationException>().Which.Errors.Should().ContainSingle().Which;
        error.Line.Should().Be(2);
        error.Source.Should().Be(file.Path);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "routes": 3 }""")]
    public void A_file_without_routes_is_explained_by_the_first_client_that_is_asked_for(string json)
    {
        using TempFile file = new(json);
        ServiceCollection services = new();
        services.AddRouter(file.Path);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.Invoking(host => host.GetRequiredService<IChatClient>()).Should().Throw<RouterConfigurationException>();
        provider.Invoking(host => host.GetRequiredService<IImageGenerator>()).Should().Throw<RouterConfigurationException>();
        provider.Invoking(host => host.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<RouterConfigurationException>();
    }

    [Fact]
    public void An_empty_section_is_explained_by_its_name()
    {
        ServiceCollection services = new();
        services.AddRouter(new ConfigurationBuilder().Build().GetSection("Misspelled"));
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.Invoking(host => host.GetRequiredService<IChatClient>())
            .Should().Throw<RouterConfigurationException>().WithMessage("*'Misspelled'*there is no route*");
    }

    [Fact]
    public void A_second_try_after_a_failure_fails_for_the_same_reason()
    {
        ServiceCollection services = new();
        services.AddSingleton<IProviderType>(new Configuration.FakeProviderType("fake"));
        services.AddRouter(options => options.Routes["a"] = new RouteConfig { Targets = [new TargetConfig { Provider = "nobody", Model = "m" }] });
        using ServiceProvider provider = services.BuildServiceProvider();
        string first = Failure();
        first.Should().Contain("nobody");
        Failure().Should().Be(first);
        provider.GetRequiredService<IOptions<ModelRouterOptions>>().Value.ProviderTypes.Should().BeEmpty("it is the application's own object");

        string Failure() => provider.Invoking(host => host.GetRequiredService<IChatClient>())
            .Should().Throw<RouterConfigurationException>().Which.Message;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Store_types_are_known_from_the_services_and_from_the_options(bool byOptions)
    {
        Configuration.FakeStoreType type = new("shelf", new ProviderSetting("path", ProviderSettingKind.Text, "The path.") { Required = true });
        ServiceCollection services = new();
        if (byOptions)
        {
            services.Configure<ModelRouterOptions>(options => options.StoreTypes.Add(type));
        }
        else
        {
            services.AddSingleton<IAdmissionStoreType>(type);
        }

        services.AddRouter(options =>
        {
            options.Routes["a"] = new RouteConfig { Targets = [new TargetConfig { Provider = "nobody", Model = "m" }] };
            options.Store = new AdmissionStoreConfig { Type = "Shelf" };
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.Invoking(host => host.GetRequiredService<IChatClient>()).Should().Throw<RouterConfigurationException>()
            .Which.Errors.Should().Contain(error => error.Message == "'path' is missing: a store of type 'shelf' needs it.")
            .And.NotContain(error => error.Path == "store.type");
    }

    [Fact]
    public void Two_store_types_of_one_name_are_told_apart_by_nobody()
    {
        ServiceCollection services = new();
        services.AddSingleton<IAdmissionStoreType>(new Configuration.FakeStoreType("a"));
        services.AddSingleton<IAdmissionStoreType>(new Configuration.FakeStoreType("A"));
        services.AddRouter(options => options.Routes["a"] = new RouteConfig { Targets = [new TargetConfig { Provider = "nobody", Model = "m" }] });
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.Invoking(host => host.GetRequiredService<IChatClient>())
            .Should().Throw<RouterConfigurationException>().WithMessage("*two store types are named 'A'*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_clock_of_the_options_or_else_of_the_services_watches_the_file(bool byOptions)
    {
        ManualTimeProvider clock = new();
        using TempFile file = new(Json("first"));
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(byOptions ? new ManualTimeProvider() : clock);
        services.Configure<ModelRouterOptions>(options =>
        {
            options.TimeProvider = byOptions ? clock : options.TimeProvider;
            options.ChatClients["first"] = new ScriptedChatClient(ScriptedTurn.Text("first"));
            options.ChatClients["second"] = new ScriptedChatClient(ScriptedTurn.Text("second"));
        });
        services.AddRouter(file.Path);
        using ServiceProvider provider = services.BuildServiceProvider();
        IChatClient client = provider.GetRequiredKeyedService<IChatClient>("a");
        (await client.GetResponseAsync("hi")).Text.Should().Be("first");

        file.Write(Json("second"));
        clock.Advance(TimeSpan.FromSeconds(2));

        (await client.GetResponseAsync("hi")).Text.Should().Be("second");

        static string Json(string target) => $$"""{ "routes": { "a": { "targets": [ { "provider": "{{target}}", "model": "default" } ] } } }""";
    }

    [Fact]
    public async Task A_client_of_the_application_keeps_the_place_of_a_route()
    {
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("a", new ScriptedChatClient(ScriptedTurn.Text("own")));
        services.AddRouter(options => Fill(options, "a"));
        using ServiceProvider provider = services.BuildServiceProvider();
        (await provider.GetRequiredKeyedService<IChatClient>("a").GetResponseAsync("hi")).Text.Should().Be("own");
    }

    [Fact]
    public async Task A_key_is_the_routes_name_as_written_and_the_router_itself_takes_any_case()
    {
        using ServiceProvider services = Build(options => options.Routes["Assistant"] = ToFirst);
        services.GetKeyedService<IChatClient>("assistant").Should().BeNull();
        (await services.GetRequiredKeyedService<IChatClient>("Assistant").GetResponseAsync("hi")).Text.Should().Be("first");
        (await services.GetRequiredService<ModelRouter>().GetChatClient("assistant").GetResponseAsync("hi")).Text.Should().Be("first");
    }

    [Fact]
    public void Names_that_differ_only_by_case_are_an_error_and_register_one_client()
    {
        using TempFile file = new("""
            { "routes": { "a": { "targets": [ { "provider": "x", "model": "m" } ] },
                          "A": { "targets": [ { "provider": "x", "model": "m" } ] } } }
            """);
        ServiceCollection services = new();
        services.AddRouter(file.Path);
        services.Count(service => service.IsKeyedService).Should().Be(1);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.Invoking(host => host.GetRequiredKeyedService<IChatClient>("a"))
            .Should().Throw<RouterConfigurationException>().WithMessage("*differ only by case*");
    }

    [Fact]
    public void A_refused_second_router_changes_nothing()
    {
        ServiceCollection services = new();
        services.AddRouter(options => Fill(options, "a"));
        int before = services.Count;
        services.Invoking(item => item.AddRouter(options => Fill(options, "b"))).Should().Throw<InvalidOperationException>();
        services.Should().HaveCount(before);
    }

    private static ServiceProvider Build(Action<RouterOptions> configure)
    {
        ServiceCollection services = new();
        services.AddRouter(options =>
        {
            Fill(options);
            configure(options);
        });
        return services.BuildServiceProvider();
    }

    private static void Fill(RouterOptions options, string? route = null)
    {
        options.ChatClients["first"] = new ScriptedChatClient(ScriptedTurn.Text("first"));
        options.ChatClients["second"] = new ScriptedChatClient(ScriptedTurn.Text("second"));
        if (route is not null)
        {
            options.Routes[route] = ToFirst;
        }
    }

    private sealed class TempFile : IDisposable
    {
        internal TempFile(string text) => Write(text);

        internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"router-di-{Guid.NewGuid():N}.json");

        public void Dispose() => File.Delete(Path);

        internal void Write(string text) => File.WriteAllText(Path, text);
    }
}
