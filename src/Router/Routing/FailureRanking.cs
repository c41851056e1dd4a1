using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// Which of several failures tells a user most: what only the user can mend comes first, what mends itself last. Of two alike the
/// earlier one tells more.
/// </summary>
internal static class FailureRanking
{
    private static readonly FailureClass[] MostTellingFirst =
    [
        FailureClass.CallerFault, FailureClass.ContextTooLong, FailureClass.ContentPolicy, FailureClass.Credential,
        FailureClass.ModelGone, FailureClass.QuotaExhausted, FailureClass.RateLimited, FailureClass.Capacity,
        FailureClass.Timeout, FailureClass.Malformed, FailureClass.Transient, FailureClass.Cancelled,
    ];

    internal static bool IsMoreTelling(FailureClass candidate, FailureClass than) =>
        Array.IndexOf(MostTellingFirst, candidate) < Array.IndexOf(MostTellingFirst, than);
}
