using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.Pinning;
using Router.Routing;
using Router.Telemetry;

namespace Router;

/// <summary>
/// Router's layers as functions that any pipeline builder takes, such as the <c>Use</c> of Microsoft.Extensions.AI's own
/// <c>ChatClientBuilder</c>. Each result is a factory that may be called many times.
/// </summary>
public static class RouterMiddleware
{
    /// <summary>
    /// Timers, retries and a circuit breaker around the inner client, then <paramref name="others"/> in order where it fails.
    /// </summary>
    /// <param name="others">Clients asked after the inner one; none makes it a guard of the inner one alone. They are not disposed.</param>
    public static Func<IChatClient, IServiceProvider, IChatClient> Fallback(params IChatClient[] others) => Fallback(new FallbackOptions(), others);

    /// <inheritdoc cref="Fallback(IChatClient[])" />
    /// <param name="options">Timers, tries and health. Without a logger factory the pipeline's is taken.</param>
    /// <param name="others">Clients asked after the inner one; none makes it a guard of the inner one alone. They are not disposed.</param>
    public static Func<IChatClient, IServiceProvider, IChatClient> Fallback(FallbackOptions options, params IChatClient[] others)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(others);

        // One factory may build many pipelines, which share the others: only the inner client belongs to its pipeline.
        return (inner, services) => new RouteChatClient(RouteFactory.OverClients(
            [inner, .. others], options.LeaveOpen ? [] : [inner], options, services?.GetService(typeof(ILoggerFactory)) as ILoggerFactory));
    }

    /// <summary>Verifies that the pinned version answers the inner client.</summary>
    /// <param name="pin">The version, and how answers tell it.</param>
    public static Func<IChatClient, IServiceProvider, IChatClient> PinnedVersion(VersionPin pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return (inner, services) => new PinnedChatClient(inner, pin, services?.GetService(typeof(ILoggerFactory)) as ILoggerFactory);
    }

    /// <summary>A CLIENT span and the <c>gen_ai.client.*</c> metrics for every call of the inner client.</summary>
    /// <param name="options">What the spans hold; null for the defaults.</param>
    public static Func<IChatClient, IServiceProvider, IChatClient> Telemetry(GenAITelemetryOptions? options = null) =>
        (inner, _) => new GenAITelemetryChatClient(inner, options);
}
