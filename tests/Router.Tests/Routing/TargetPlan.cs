using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;
using Router.Configuration;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>A target of a plan: what it plays, and what is known of it.</summary>
internal sealed record TargetPlan(string Name, params ScriptedTurn[] Turns)
{
    /// <summary>Targets with the same provider share its health.</summary>
    internal string? Provider { get; init; }

    internal ModelCapabilities Capabilities { get; init; } = ModelCapabilities.Unknown;

    internal ParametersConfig? Parameters { get; init; }

    internal bool Listed { get; init; }

    /// <summary>Asked instead of the turns.</summary>
    internal IChatClient? Chat { get; init; }

    /// <summary>US dollars per million tokens, input and output alike; null where the price is not known.</summary>
    internal decimal? Price { get; init; }

    /// <summary>US dollars per image; null where images have no price.</summary>
    internal decimal? ImagePrice { get; init; }

    internal FailureClassifier Classifier { get; init; } = FailureClassifier.Default;
}
