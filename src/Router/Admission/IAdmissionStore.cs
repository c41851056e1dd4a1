namespace Router.Admission;

/// <summary>
/// Where counters, leases, holds and switches live. Each call is one decision: atomic, also over several processes, and by the
/// store's own clock. Implementations are thread-safe, do not retry, and throw what their medium throws: time limits, repetition
/// and what happens while the store is away are decided around them.
/// </summary>
public interface IAdmissionStore : IAsyncDisposable
{
    /// <summary>Grants all claims or none.</summary>
    ValueTask<AdmissionDecision> ReserveAsync(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>Ends claims at what they came to. An id that was applied already changes nothing.</summary>
    ValueTask SettleAsync(AdmissionSettlement settlement, CancellationToken cancellationToken);

    /// <summary>Lets the leases and holds of a reservation stand for <paramref name="expiry"/> from now. Expired ones stay expired.</summary>
    ValueTask RenewAsync(string reservationId, TimeSpan expiry, CancellationToken cancellationToken);

    /// <summary>What a quota stands at now.</summary>
    ValueTask<QuotaStanding> ReadAsync(string key, QuotaWindow window, CancellationToken cancellationToken);

    /// <summary>Sets a switch with a reason, or takes it back with null.</summary>
    ValueTask SetSwitchAsync(string key, string? reason, CancellationToken cancellationToken);

    /// <summary>The switches that are set.</summary>
    ValueTask<IReadOnlyList<AdmissionStop>> ReadSwitchesAsync(CancellationToken cancellationToken);
}
