using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Router.Telemetry;

/// <summary>Router's source of spans and its meter. Give the names to OpenTelemetry's <c>AddSource</c> and <c>AddMeter</c>.</summary>
public static class RouterDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string SourceName = "Router";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Router";

    internal static ActivitySource Source { get; } = new(SourceName);

    internal static Meter Meter { get; } = new(MeterName);
}
