using Polly;
using Router.Admission;
using Router.Caching;
using Router.Configuration;
using Router.Routing.Mirroring;

namespace Router.Routing;

/// <summary>A route in force. Immutable once its owner and its mirror are set.</summary>
internal sealed class Route
{
    internal Route(RouteInfo info, RouteConfig config, IReadOnlyList<RouteTarget> targets, ITargetStrategy strategy, ResiliencePipeline retries)
    {
        Info = info;
        Config = config;
        Targets = [.. targets];
        Strategy = strategy;
        Retries = retries;
        AttemptTimeout = config.Timeouts.Attempt ?? (targets.Count > 1 ? config.Timeouts.Total / 2 : config.Timeouts.Total);
        HasContentList = config.ContentPolicyTargets.Count > 0;
    }

    internal RouteInfo Info { get; }

    internal RouteConfig Config { get; }

    internal RouteTarget[] Targets { get; }

    internal ITargetStrategy Strategy { get; }

    /// <summary>Polly's retry strategy, which repeats one target.</summary>
    internal ResiliencePipeline Retries { get; }

    internal TimeSpan AttemptTimeout { get; }

    internal bool HasContentList { get; }

    /// <summary>Where requests wait while Router's own limits refuse every target; null where they do not wait.</summary>
    internal AdmissionQueue? Queue { get; init; }

    /// <summary>Keeps answers; null where none are kept.</summary>
    internal ExactCache? Cache { get; init; }

    /// <summary>The model it belongs to; null for a route made in code over clients.</summary>
    internal RouterModel? Owner { get; set; }

    /// <summary>What asks another route the same; null for none.</summary>
    internal MirrorRunner? Mirror { get; set; }
}
