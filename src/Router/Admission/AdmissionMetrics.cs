using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.Telemetry;

namespace Router.Admission;

/// <summary>Counts decisions and the store's comings and goings. Costs nothing while nobody listens.</summary>
internal static class AdmissionMetrics
{
    private static readonly Counter<long> Decisions = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.AdmissionDecisions, "{decision}", "Decisions of admission.");

    private static readonly Counter<long> StoreTurns = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.AdmissionStoreTurns, "{turn}", "How often the admission store went away or came back.");

    internal static void Granted()
    {
        if (Decisions.Enabled)
        {
            Decisions.Add(1, new KeyValuePair<string, object?>(SemanticConventions.AdmissionOutcome, "granted"));
        }
    }

    internal static void Refused(AdmissionRefusal refusal)
    {
        if (Decisions.Enabled)
        {
            TagList tags = new()
            {
                { SemanticConventions.AdmissionOutcome, "refused" },
                { SemanticConventions.AdmissionKind, Word(refusal.Kind) },
                { SemanticConventions.AdmissionScope, AdmissionKeys.Word(refusal.Scope) },
            };
            Decisions.Add(1, tags);
        }
    }

    internal static void StoreTurned(bool away)
    {
        if (StoreTurns.Enabled)
        {
            StoreTurns.Add(1, new KeyValuePair<string, object?>(SemanticConventions.AdmissionStoreState, away ? "away" : "back"));
        }
    }

    private static string Word(AdmissionRefusalKind kind) => kind switch
    {
        AdmissionRefusalKind.Rate => "rate",
        AdmissionRefusalKind.Concurrency => "concurrency",
        AdmissionRefusalKind.Budget => "budget",
        AdmissionRefusalKind.Cap => "cap",
        AdmissionRefusalKind.Stopped => "stopped",
        AdmissionRefusalKind.UnknownPrice => "unknown_price",
        _ => "store_unavailable",
    };
}
