namespace Router.Routing;

/// <summary>
/// Who served a request and what it took. Rides in <c>ChatResponse.AdditionalProperties["router"]</c>, on the last update of a
/// stream, and in the <c>AdditionalProperties</c> of a generated image; <see cref="RouteReportExtensions"/> finds it. Immutable.
/// </summary>
public sealed record RouteReport
{
    /// <summary>The key under which a report rides in <c>AdditionalProperties</c>.</summary>
    public const string PropertyName = "router";

    /// <summary>The route that answered.</summary>
    public required string Route { get; init; }

    /// <summary>The route that was asked, where a budget past its soft share sent the request to another one; else null.</summary>
    public string? RedirectedFrom { get; init; }

    /// <summary>The name of the target that answered.</summary>
    public required string Target { get; init; }

    /// <summary>The provider of that target.</summary>
    public required string Provider { get; init; }

    /// <summary>The model that answered, as the provider named it; as the target names it where the provider did not.</summary>
    public required string Model { get; init; }

    /// <summary>The pinned version of the target; null where none is.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Every attempt in the order of their ends; the last one answered, unless the answer came from a cache. One that lost against
    /// the answer, where the route is hedged, is <see cref="Router.Resilience.FailureClass.Cancelled"/>.
    /// </summary>
    public required IReadOnlyList<RouteAttempt> Attempts { get; init; }

    /// <summary>The targets that were not asked.</summary>
    public IReadOnlyList<SkippedTarget> Skipped { get; init; } = [];

    /// <summary>Whether the answer was kept from an earlier request: nothing was asked and nothing is billed.</summary>
    public bool Cached { get; init; }

    /// <summary>What all attempts cost in US dollars; null where that of one is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The version of the price table that <see cref="Cost"/> was worked out by; null where the model has no price.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>The whole request, over all attempts and waits. Time that the caller spent between updates does not count.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How much of <see cref="Duration"/> was spent waiting before a repetition.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>What Router itself took: <see cref="Duration"/> less the attempts and the waits.</summary>
    public TimeSpan Overhead { get; init; }
}
