using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.Adapters;
using Router.Telemetry;

namespace Router.Pinning;

/// <summary>The event and the metric of an answer from another version. The event goes to the span that is current, the attempt's.</summary>
internal static class PinningTelemetry
{
    internal static Counter<long> Mismatches { get; } = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.VersionMismatchCount, "{answer}", "Answers that did not come from the version that was asked for.");

    internal static void Mismatch(VersionPin pin, VersionCheck check, string? pinned, string? served)
    {
        string verdict = check.Verdict is VersionVerdict.Unnamed ? "unnamed" : "differs";
        if (Mismatches.Enabled)
        {
            TagList tags = new()
            {
                { SemanticConventions.ProviderName, pin.Provider },
                { SemanticConventions.RequestModel, pin.Model.Model },
                { SemanticConventions.VersionVerdict, verdict },
            };
            Mismatches.Add(1, tags);
        }

        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            ActivityTagsCollection tags = new()
            {
                { SemanticConventions.VersionPinned, pinned },
                { SemanticConventions.VersionServed, served },
                { SemanticConventions.VersionVerdict, verdict },
            };
            activity.AddEvent(new ActivityEvent(SemanticConventions.VersionMismatchEvent, tags: tags));
        }
    }
}
