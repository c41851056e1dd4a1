using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;
using Router.Configuration;
using Router.Resilience;

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

    internal IChatClient? ChatClient { get; init; }

    internal IImageGenerator? ImageGenerator { get; init; }

    /// <summary>Whether anything is known that the capability gate could object to.</summary>
    internal bool HasLimits => Capabilities != ModelCapabilities.Unknown;
}
