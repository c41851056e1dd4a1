namespace Router.Resilience;

/// <summary>The defaults of <see cref="HealthConfig"/>.</summary>
internal static class HealthDefaults
{
    internal const double FailureRatio = 0.5;
    internal const int MinimumThroughput = 8;

    internal static readonly TimeSpan SamplingWindow = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(15);
    internal static readonly TimeSpan RateLimitCooldown = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan LongCooldown = TimeSpan.FromMinutes(5);
}
