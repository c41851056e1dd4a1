namespace Router.Configuration;

/// <summary>
/// The timers of a route, each above zero and at most a day. Time that a caller spends between two updates of a stream counts in
/// none of them. A timer that is set may not be longer than <see cref="Total"/>; a default that is never runs out.
/// </summary>
public sealed record TimeoutsConfig
{
    /// <summary>The whole request, over all attempts and waits. Default: 100 seconds.</summary>
    public TimeSpan Total { get; init; } = RouteDefaults.Total;

    /// <summary>
    /// One attempt that is not streamed. Default: half of <see cref="Total"/> where the route has several targets, so that one
    /// silent target leaves time for another; else <see cref="Total"/>.
    /// </summary>
    public TimeSpan? Attempt { get; init; }

    /// <summary>From the start of a streamed attempt to its first real output. Default: 30 seconds.</summary>
    public TimeSpan FirstToken { get; init; } = RouteDefaults.FirstToken;

    /// <summary>Between two updates of a stream after its first output. Default: 30 seconds.</summary>
    public TimeSpan Idle { get; init; } = RouteDefaults.Idle;
}
