namespace Router.Configuration;

/// <summary>
/// When a second target starts beside one that is slow to begin: the first real output (of an answer that is not streamed: the
/// answer) wins, the other attempt is cancelled and what it reserved is given back.
/// </summary>
public sealed record HedgingConfig
{
    /// <summary>How long the first target may be silent; above zero and at most a day. Until enough is learned it also stands for the percentile.</summary>
    public TimeSpan Delay { get; init; } = RouteDefaults.HedgingDelay;

    /// <summary>
    /// The share of the target's own answers, above 0 and below 1, whose time to first output is waited for in place of the delay,
    /// once 20 are known. Default: none, the delay holds.
    /// </summary>
    public double? Percentile { get; init; }

    /// <summary>How many further targets may start in one request, 1 to 3, and no more than the route has beside the first. Default: 1.</summary>
    public int MaxHedges { get; init; } = 1;
}
