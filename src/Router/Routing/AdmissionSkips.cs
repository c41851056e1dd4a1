using Router.Admission;

namespace Router.Routing;

/// <summary>How the report of a request names a refusal of Router's own.</summary>
internal static class AdmissionSkips
{
    internal static SkipReason ReasonOf(AdmissionRefusalKind kind) => kind switch
    {
        AdmissionRefusalKind.Budget or AdmissionRefusalKind.Cap => SkipReason.BudgetSpent,
        AdmissionRefusalKind.Stopped => SkipReason.Stopped,
        AdmissionRefusalKind.UnknownPrice => SkipReason.PriceUnknown,
        AdmissionRefusalKind.StoreUnavailable => SkipReason.StoreUnavailable,
        _ => SkipReason.LimitReached,
    };

    /// <summary>Whether time may mend it.</summary>
    internal static bool IsPassing(SkipReason reason) =>
        reason is SkipReason.Cooling or SkipReason.ProbeInFlight or SkipReason.LimitReached or SkipReason.StoreUnavailable;
}
