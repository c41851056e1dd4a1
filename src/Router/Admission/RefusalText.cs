using System.Globalization;

namespace Router.Admission;

/// <summary>Refusals in words.</summary>
internal static class RefusalText
{
    internal static AdmissionRefusal For(AdmissionLimit limit, in BackendDecision decision)
    {
        if (decision.IsUnavailable)
        {
            return new AdmissionRefusal(
                AdmissionRefusalKind.StoreUnavailable, limit.Scope, limit.Name,
                $"{Named(limit)} cannot be checked, since its store is away and it fails closed.")
            {
                RetryAfter = decision.Decision.RetryAfter,
            };
        }

        (AdmissionRefusalKind kind, string detail) = limit.Kind switch
        {
            AdmissionClaimKind.Switch => (AdmissionRefusalKind.Stopped, $"{Capital(limit.Owner)} is stopped: {decision.Decision.StopReason}."),
            AdmissionClaimKind.Rate => (AdmissionRefusalKind.Rate, $"{Named(limit)} ({limit.Shown}) is used up."),
            AdmissionClaimKind.Concurrency => (AdmissionRefusalKind.Concurrency, $"{Named(limit)} ({limit.Shown}) is used up."),
            _ when limit.Unit == AdmissionUnit.MicroDollar => (AdmissionRefusalKind.Budget, Money(limit, decision.Decision.Standing)),
            _ => (AdmissionRefusalKind.Cap, $"{Named(limit)} ({limit.Shown}) is reached."),
        };
        return new AdmissionRefusal(kind, limit.Scope, limit.Name, detail) { RetryAfter = decision.Decision.RetryAfter };
    }

    internal static AdmissionRefusal UnknownPrice(AdmissionLimit limit) => new(
        AdmissionRefusalKind.UnknownPrice, limit.Scope, limit.Name,
        $"The price is not known, and {Named(limit)} counts money: state a price for the model, or set the budget's unknownPrice to allow.");

    internal static AdmissionRefusal Learned(string provider, TimeSpan wait) => new(
        AdmissionRefusalKind.Rate, LimitScope.Provider, "learned", $"The limit that provider '{provider}' told of is used up.")
    {
        RetryAfter = wait,
    };

    internal static AdmissionRefusal Limiter(string? provider, TimeSpan? wait) => new(
        AdmissionRefusalKind.Rate, provider is null ? LimitScope.All : LimitScope.Provider, "limiter",
        provider is null ? "The application's limiter refused." : $"The application's limiter of provider '{provider}' refused.")
    {
        RetryAfter = wait,
    };

    private static string Money(AdmissionLimit limit, long standing) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Capital(Named(limit))} ({limit.Shown} USD) leaves too little: {standing / 1_000_000m:0.######} USD are spent or held.");

    private static string Named(AdmissionLimit limit) => limit.Budget is null
        ? $"{limit.Name} of {limit.Owner}"
        : $"{What(limit)} '{limit.Name}' of {limit.Owner}";

    private static string What(AdmissionLimit limit) => limit.Unit switch
    {
        AdmissionUnit.Call => "maxCalls of budget",
        AdmissionUnit.Step => "maxSteps of budget",
        _ => "budget",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
