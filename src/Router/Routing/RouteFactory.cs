using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Admission;
using Router.Configuration;
using Router.Configuration.Binding;
using Router.Configuration.Sources;
using Router.Configuration.Tree;
using Router.Resilience;

namespace Router.Routing;

/// <summary>Makes routes over clients that an application passes itself.</summary>
internal static class RouteFactory
{
    internal static RouteHandle OverClients(
        IReadOnlyList<IChatClient> clients, IReadOnlyList<IChatClient> owned, FallbackOptions options, ILoggerFactory? pipelineLogs = null)
    {
        MonotonicClock clock = new(options.TimeProvider);
        RouteTarget[] targets = [.. clients.Select((client, index) => Target(client, index, options, clock))];
        if (targets.Length == 0)
        {
            throw new ArgumentException("A route needs at least one client.", nameof(clients));
        }

        Validate(options, targets);
        RouteInfo info = new(options.Name, RouteTask.Chat, RouteDefaults.Strategy, [.. targets.Select(target => target.Info)]);
        Func<double> random = SeededRandom.Create();
        Route route = new(
            info, options.Route, targets, new PriorityStrategy(), RetryPipeline.Build(options.Route.Retry, options.TimeProvider, random));
        ILogger logger = (options.LoggerFactory ?? pipelineLogs ?? NullLoggerFactory.Instance).CreateLogger(typeof(RouteChatClient).FullName!);
        return new FixedRoute(route, new RouteEngine(clock, logger, random), owned);
    }

    // The same rules as for a file, told by path.
    private static void Validate(FallbackOptions options, RouteTarget[] targets)
    {
        ConfigIssues issues = new(nameof(FallbackOptions));
        Shapes.Health.Validate(options.Health, "health", issues);
        RefuseUnkept(options, issues);
        issues.ThrowIfAny();
        RouteConfig route = options.Route with
        {
            Task = RouteTask.Chat,
            Targets = [.. targets.Select(target => new TargetConfig { Name = target.Info.Name, Provider = target.Info.Name, Model = target.Info.Model })],
        };
        using FixedConfigSource source = new(new RouterConfig { Routes = new Dictionary<string, RouteConfig> { [options.Name] = route } });
        source.Load(new ConfigurationContext([], [RouteDefaults.Strategy], targets.Select(target => target.Info.Name)));
    }

    // A router alone keeps limits, a queue and answers, and knows other routes.
    private static void RefuseUnkept(FallbackOptions options, ConfigIssues issues)
    {
        Refuse("limits", options.Route.Limits != LimitsConfig.None);
        Refuse("queue", options.Route.Queue is not null);
        Refuse("cache", options.Route.Cache is not null);
        Refuse("mirror", options.Route.Mirror is not null);

        void Refuse(string name, bool written)
        {
            if (written)
            {
                issues.Error(
                    ConfigPath.Property(ConfigPath.Property("routes", options.Name), name),
                    $"'{name}' has no effect on a route made in code over clients; leave it out, or describe the route in the configuration of a "
                        + $"{nameof(ModelRouter)}, whose targets can name clients of {nameof(RouterOptions)}.{nameof(RouterOptions.ChatClients)}.");
            }
        }
    }

    private static RouteTarget Target(IChatClient client, int index, FallbackOptions options, MonotonicClock clock)
    {
        ArgumentNullException.ThrowIfNull(client);
        ChatClientMetadata? metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        string provider = metadata?.ProviderName ?? "client";
        string model = metadata?.DefaultModelId ?? "default";
        return new RouteTarget
        {
            Info = new TargetInfo($"{index}:{provider}/{model}", provider, model, null),
            Classifier = client.GetService(typeof(FailureClassifier)) as FailureClassifier ?? FailureClassifier.Default,
            Health = new TargetHealth(new HealthTracker(options.Health, clock), new HealthTracker(options.Health, clock)),
            Statistics = new TargetStatistics(clock),
            ChatClient = client,
        };
    }
}
