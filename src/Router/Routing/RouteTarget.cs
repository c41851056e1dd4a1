using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;
using Router.Configuration;
using Router.Pricing;
using Router.Resilience;
using Router.Tokens;

namespace Router.Routing;

/// <summary>A target in force: the clients that speak to it, what it can take, and its health. Immutable but for the health.</summary>
internal sealed class RouteTarget
{
    internal required TargetInfo Info { get; init; }

    internal required FailureClassifier Classifier { get; init; }

    internal required TargetHealth Health { get; init; }

    internal ModelCapabilities Capabilities { get; init; } = ModelCapabilities.Unknown;

    internal ParametersConfig? Parameters { get; init; }

    internal bool ListedForContent { get; init; }

    internal double Weight { get; init; } = 1;

    internal double? Canary { get; init; }

    /// <summary>Shared by all targets of one model at one provider.</summary>
    internal TokenCalibration Calibration { get; init; } = new();

    /// <summary>Shared by all targets of one model at one provider.</summary>
    internal required TargetStatistics Statistics { get; init; }

    /// <summary>
    /// What tells the answers of its provider from those of others: its name, type and endpoint, since a name can come to stand for another
    /// service at a reload, or in another process that shares the cache. Null where the name does.
    /// </summary>
    internal string? Source { get; init; }

    /// <summary>Null where the price is not known.</summary>
    internal ModelPrice? Price { get; init; }

    internal IChatClient? ChatClient { get; init; }

    internal IImageGenerator? ImageGenerator { get; init; }

    /// <summary>Whether anything is known that the capability gate could object to.</summary>
    internal bool HasLimits => Capabilities != ModelCapabilities.Unknown;
}
