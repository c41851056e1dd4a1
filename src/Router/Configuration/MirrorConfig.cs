namespace Router.Configuration;

/// <summary>A route that is asked the same in the background. Its answer is compared in telemetry and thrown away.</summary>
public sealed record MirrorConfig
{
    /// <summary>The name of the other route, for chat as well, which has no mirror itself.</summary>
    public required string Route { get; init; }

    /// <summary>The share of requests that are mirrored, above 0 and up to 1. Default: 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How many mirrored requests may run at the same time; what comes beyond is not mirrored. 1 or more. Default: 16.</summary>
    public int Concurrency { get; init; } = RouteDefaults.MirrorConcurrency;
}
