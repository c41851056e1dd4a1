using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>Where the claims of one kind are kept. Within a transaction.</summary>
internal interface IClaimTable : IDisposable
{
    /// <summary>How a claim stands.</summary>
    ClaimView View(in AdmissionClaim claim, string key, StoreTime now);

    /// <summary>Takes what a view found free.</summary>
    AdmissionMark Take(in AdmissionClaim claim, string key, in ClaimView view, in Taking taking);

    /// <summary>Ends a claim at what it came to.</summary>
    void Settle(in SettledClaim settled, string key, string reservation, StoreTime now);
}
