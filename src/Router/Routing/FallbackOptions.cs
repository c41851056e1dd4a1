using Microsoft.Extensions.Logging;
using Router.Configuration;
using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// How a route made in code over existing clients behaves. Checked by the same rules as a file; a value that breaks one is a
/// <see cref="RouterConfigurationException"/> when the route is made.
/// </summary>
public sealed class FallbackOptions
{
    /// <summary>The route's name in reports, spans and errors. Default: <c>fallback</c>.</summary>
    public string Name { get; set; } = "fallback";

    /// <summary>
    /// Timers, tries, stream mode, hedging and the rest. Its <see cref="RouteConfig.Targets"/> are not read: the clients are the targets.
    /// <see cref="RouteConfig.Limits"/>, <see cref="RouteConfig.Queue"/>, <see cref="RouteConfig.Cache"/> and <see cref="RouteConfig.Mirror"/>
    /// belong to the routes of a <see cref="ModelRouter"/>; here they are an error.
    /// </summary>
    public RouteConfig Route { get; set; } = new();

    /// <summary>When a client is left alone after failures.</summary>
    public HealthConfig Health { get; set; } = new();

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where decisions are logged. Default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether disposing the route leaves its clients alone. Default: false, as everywhere in Microsoft.Extensions.AI.</summary>
    public bool LeaveOpen { get; set; }
}
