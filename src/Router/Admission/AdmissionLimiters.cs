using System.Threading.RateLimiting;

namespace Router.Admission;

/// <summary>
/// An application's own rate limiters, asked beside Router's limits and never waited for. Set them before the first request. Who made a limiter disposes it.
/// </summary>
public sealed class AdmissionLimiters
{
    /// <summary>One limiter for each provider's name; names are compared without regard to case.</summary>
    public IDictionary<string, RateLimiter> Providers { get; } = new Dictionary<string, RateLimiter>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A limiter that is asked for each attempt, by whatever of its scopes it likes; null for none.</summary>
    public PartitionedRateLimiter<AdmissionScopes>? All { get; set; }
}
