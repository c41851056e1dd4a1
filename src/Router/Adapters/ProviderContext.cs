using Microsoft.Extensions.Logging;

namespace Router.Adapters;

/// <summary>What a provider is made with. All of it is shared and thread-safe; the provider disposes none of it.</summary>
public sealed class ProviderContext
{
    /// <summary>The provider's name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Its settings, validated against <see cref="IProviderType.Settings"/>, references resolved.</summary>
    public required ProviderSettings Settings { get; init; }

    /// <summary>
    /// The client to send with: no timeout of its own (Router's timers rule), no redirects, no default headers. Credentials
    /// belong on each request.
    /// </summary>
    public required HttpClient Http { get; init; }

    /// <summary>Is told what the provider says of its limits; null where nobody asks.</summary>
    public IRateLimitObserver? RateLimits { get; init; }

    /// <summary>The clock for waits and time stamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>For the provider's own log messages: no secrets, no prompts.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }
}
