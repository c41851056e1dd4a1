using Microsoft.Extensions.Logging;
using Router.Admission;
using Router.Resilience;

namespace Router.Routing;

/// <summary>What every run of every route shares. Thread-safe.</summary>
/// <param name="Clock">The clock of deadlines and durations.</param>
/// <param name="Logger">Receives the decisions.</param>
/// <param name="Random">Answers numbers from 0 to 1, for jitter.</param>
internal sealed record RouteEngine(MonotonicClock Clock, ILogger Logger, Func<double> Random)
{
    /// <summary>Router's own limits; null where there are none.</summary>
    internal AdmissionController? Admission { get; init; }
}
