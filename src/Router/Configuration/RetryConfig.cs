namespace Router.Configuration;

/// <summary>How one target is asked again after a passing failure, within the request's attempts and time.</summary>
public sealed record RetryConfig
{
    /// <summary>How often one target is asked in one request, the first time included; 1 or more. Default: 2.</summary>
    public int TriesPerTarget { get; init; } = RouteDefaults.TriesPerTarget;

    /// <summary>The wait before the first repetition; doubled for each further one, with jitter. Default: 200 milliseconds.</summary>
    public TimeSpan BaseDelay { get; init; } = RouteDefaults.BaseDelay;

    /// <summary>The longest such wait. Default: 8 seconds.</summary>
    public TimeSpan MaxDelay { get; init; } = RouteDefaults.MaxDelay;
}
