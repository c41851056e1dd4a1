using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Caching;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.Telemetry;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>What a route does about mistakes of its own surroundings: strategies, listeners, options.</summary>
public sealed class RouteGuardTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(-1, 1)]
    public async Task A_strategy_that_leaves_no_permutation_is_named(int first, int second)
    {
        ModelRouterOptions options = new();
        options.Strategies.Add(new FixedOrder(first, second));
        options.ChatClients["a"] = new ScriptedChatClient();
        options.ChatClients["b"] = new ScriptedChatClient();
        RouterOptions config = new();
        config.Routes["r"] = new RouteConfig
        {
            Strategy = "fixed",
            Targets = [new TargetConfig { Provider = "a", Model = "default" }, new TargetConfig { Provider = "b", Model = "default" }],
        };
        using ModelRouter router = ModelRouter.FromConfig(config.ToConfig(), options);

        (await router.GetChatClient().Awaiting(client => client.GetResponseAsync("hi")).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("The strategy 'fixed' left no permutation of the 2 targets of route 'r'.");
    }

    [Fact]
    public async Task An_applications_own_strategy_decides_the_order()
    {
        ModelRouterOptions options = new();
        options.Strategies.Add(new FixedOrder(1, 0));
        options.ChatClients["a"] = new ScriptedChatClient(ScriptedTurn.Text("a"));
        options.ChatClients["b"] = new ScriptedChatClient(ScriptedTurn.Text("b"));
        RouterOptions config = new();
        config.Routes["r"] = new RouteConfig
        {
            Strategy = "fixed",
            Targets = [new TargetConfig { Provider = "a", Model = "default" }, new TargetConfig { Provider = "b", Model = "default" }],
        };
        using ModelRouter router = ModelRouter.FromConfig(config.ToConfig(), options);
        (await router.GetChatClient().GetResponseAsync("hi")).Text.Should().Be("b");
    }

    [Fact]
    public async Task A_listener_that_throws_after_the_answer_costs_no_second_call()
    {
        string route = $"throws-{Guid.NewGuid():N}";
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == RouterDiagnostics.MeterName && instrument.Name == "router.attempt.count")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };

        // Once only: a listener that threw at every measurement would end the request by itself.
        int thrown = 0;
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Value as string == route && Interlocked.Exchange(ref thrown, 1) == 0)
                {
                    throw new TimeZoneNotFoundException("the listener's own fault");
                }
            }
        });
        listener.Start();
        ScriptedChatClient first = new();
        ScriptedChatClient second = new();
        using RouteChatClient client = new([first, second], new FallbackOptions { Name = route });

        await client.Awaiting(item => item.GetResponseAsync("hi")).Should().ThrowAsync<TimeZoneNotFoundException>();

        first.Calls.Should().HaveCount(1);
        second.Calls.Should().BeEmpty();
    }

    [Fact]
    public void Pipelines_of_one_middleware_share_the_others_and_dispose_only_their_own_client()
    {
        ScriptedChatClient shared = new();
        Func<IChatClient, IServiceProvider, IChatClient> layer = RouterMiddleware.Fallback(shared);
        ScriptedChatClient inner = new();
        layer(inner, null!).Dispose();
        inner.Disposed.Should().BeTrue();
        shared.Disposed.Should().BeFalse();
    }

    [Fact]
    public void Options_in_code_are_checked_as_a_file_is()
    {
        FallbackOptions options = new()
        {
            Name = "mine",
            Route = new RouteConfig { MaxAttempts = 0, Timeouts = new TimeoutsConfig { Total = Timeout.InfiniteTimeSpan } },
        };
        FluentActions.Invoking(() => new RouteChatClient([new ScriptedChatClient()], options))
            .Should().Throw<RouterConfigurationException>().Which.Errors.Select(error => error.Path)
            .Should().BeEquivalentTo("routes.mine.maxAttempts", "routes.mine.timeouts.total");
        FluentActions.Invoking(() => new RouteChatClient([new ScriptedChatClient()], new FallbackOptions { Health = new HealthConfig { FailureRatio = 2 } }))
            .Should().Throw<RouterConfigurationException>().WithMessage("*health.failureRatio*");
    }

    [Fact]
    public void What_only_a_router_keeps_is_refused_on_a_route_made_in_code()
    {
        FallbackOptions options = new()
        {
            Name = "mine",
            Route = new RouteConfig
            {
                Limits = new LimitsConfig { Concurrency = 1 },
                Queue = new QueueConfig(),
                Cache = new CacheConfig(),
                Mirror = new MirrorConfig { Route = "other" },
                Hedging = new HedgingConfig(),
            },
        };

        IReadOnlyList<ConfigurationError> errors = FluentActions
            .Invoking(() => new RouteChatClient([new ScriptedChatClient(), new ScriptedChatClient()], options))
            .Should().Throw<RouterConfigurationException>().Which.Errors;

        errors.Select(error => error.Path).Should().BeEquivalentTo("routes.mine.limits", "routes.mine.queue", "routes.mine.cache", "routes.mine.mirror");
        errors.Should().OnlyContain(error => error.Message.Contains("has no effect on a route made in code over clients", StringComparison.Ordinal));
    }

    private sealed class FixedOrder(int first, int second) : ITargetStrategy
    {
        public string Name => "fixed";

        public void Order(in StrategyContext context, Span<int> order)
        {
            order[0] = first;
            order[1] = second;
        }
    }
}
