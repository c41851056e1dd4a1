namespace Router.Resilience;

/// <summary>When a target is left alone after failures: the circuit breaker and the cool-downs. Per target, shared by all routes.</summary>
public sealed record HealthConfig
{
    /// <summary>The share of failures, above 0 and up to 1, at which the breaker opens. Default: 0.5.</summary>
    public double FailureRatio { get; init; } = HealthDefaults.FailureRatio;

    /// <summary>How many attempts the window must hold before the breaker may open; 2 or more. Default: 8.</summary>
    public int MinimumThroughput { get; init; } = HealthDefaults.MinimumThroughput;

    /// <summary>The window over which attempts are counted; half a second to a day. Default: 30 seconds.</summary>
    public TimeSpan SamplingWindow { get; init; } = HealthDefaults.SamplingWindow;

    /// <summary>How long an open breaker stays open before one request may probe the target; half a second to a day. Default: 15 seconds.</summary>
    public TimeSpan BreakDuration { get; init; } = HealthDefaults.BreakDuration;

    /// <summary>How long a rate-limited target cools where the provider states no time; up to 31 days. Default: 5 seconds.</summary>
    public TimeSpan RateLimitCooldown { get; init; } = HealthDefaults.RateLimitCooldown;

    /// <summary>
    /// How long a target cools after a spent quota, a refused credential or a missing model, where the provider states no time.
    /// Up to 31 days. Default: 5 minutes.
    /// </summary>
    public TimeSpan LongCooldown { get; init; } = HealthDefaults.LongCooldown;

    /// <summary>
    /// How long a target that comes back after a break or a cool-down takes to get its whole share again: it is put behind the
    /// others for a share of the requests that shrinks from all but a tenth to none. Zero to a day. Default: zero, at once.
    /// </summary>
    public TimeSpan RampDuration { get; init; }
}
