namespace Router.Admission;

/// <summary>
/// What a reservation took. Call <see cref="Settle"/> or <see cref="Cancel"/> once the outcome is known; the first call decides and
/// later ones change nothing. Neither waits. Thread-safe. A lease that is forgotten expires.
/// </summary>
public sealed class AdmissionLease
{
    internal AdmissionLease()
    {
    }

    /// <summary>Ends it at what the call really took.</summary>
    /// <param name="actual">
    /// What it took. <see cref="AdmissionAmounts.Requests"/> of 0 tells that no request was made; a cost of null, that it is not
    /// known, which leaves what was held for it booked.
    /// </param>
    public void Settle(AdmissionAmounts actual) => _ = actual;

    /// <summary>Ends it and gives everything back: no request was made.</summary>
    public void Cancel() => Settle(new AdmissionAmounts { Cost = 0 });
}
