using System.Diagnostics.Metrics;
using Router.Telemetry;

namespace Router.Caching;

/// <summary>Counts what became of requests at the cache.</summary>
internal static class CacheMetrics
{
    internal const string Hit = "hit";
    internal const string Miss = "miss";
    internal const string Bypass = "bypass";

    private static readonly Counter<long> Requests = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.CacheRequests, "{request}", "Requests by what became of them at the exact cache.");

    internal static void Count(string result) => Requests.Add(1, new KeyValuePair<string, object?>(SemanticConventions.CacheResult, result));
}
