using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Configuration;
using Router.Resilience;

namespace Router.Routing;

/// <summary>Makes routes over clients that an application passes itself.</summary>
internal static class RouteFactory
{
    internal static RouteHandle OverClients(IEnumerable<IChatClient> clients, FallbackOptions options, ILoggerFactory? pipelineLogs = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        MonotonicClock clock = new(options.TimeProvider);
        RouteTarget[] targets = [.. clients.Select((client, index) => Target(client, index, options, clock))];
        if (targets.Length == 0)
        {
            throw new ArgumentException("A route needs at least one client.", nameof(clients));
        }

        RouteInfo info = new(options.Name, RouteTask.Chat, RouteDefaults.Strategy, [.. targets.Select(target => target.Info)]);
        Func<double> random = SeededRandom.Create();
        Route route = new(
            info, options.Route, targets, new PriorityStrategy(), RetryPipeline.Build(options.Route.Retry, options.TimeProvider, random));
        ILogger logger = (options.LoggerFactory ?? pipelineLogs ?? NullLoggerFactory.Instance).CreateLogger(typeof(RouteChatClient).FullName!);
        return new FixedRoute(route, new RouteEngine(clock, logger, random), options.LeaveOpen);
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
            ChatClient = client,
        };
    }
}
