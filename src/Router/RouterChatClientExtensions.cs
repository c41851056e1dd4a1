using Microsoft.Extensions.AI;
using Router.Pinning;
using Router.Routing;
using Router.Telemetry;

namespace Router;

/// <summary>Puts Router's layers around a client without a builder.</summary>
public static class RouterChatClientExtensions
{
    /// <summary>Timers, retries and a circuit breaker around this client, then <paramref name="others"/> in order where it fails.</summary>
    public static IChatClient WithFallback(this IChatClient client, params IChatClient[] others) => client.WithFallback(new FallbackOptions(), others);

    /// <inheritdoc cref="WithFallback(IChatClient, IChatClient[])" />
    /// <param name="client">The client asked first.</param>
    /// <param name="options">Timers, tries and health.</param>
    /// <param name="others">The clients asked after it.</param>
    public static IChatClient WithFallback(this IChatClient client, FallbackOptions options, params IChatClient[] others)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(others);
        return new RouteChatClient([client, .. others], options);
    }

    /// <summary>Verifies that the pinned version answers this client.</summary>
    public static IChatClient WithPinnedVersion(this IChatClient client, VersionPin pin) => new PinnedChatClient(client, pin);

    /// <summary>A CLIENT span and the <c>gen_ai.client.*</c> metrics for every call of this client.</summary>
    public static IChatClient WithGenAITelemetry(this IChatClient client, GenAITelemetryOptions? options = null) =>
        new GenAITelemetryChatClient(client, options);
}
