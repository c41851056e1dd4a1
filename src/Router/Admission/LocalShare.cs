namespace Router.Admission;

/// <summary>
/// What this process decides alone while the store is away: its share of each limit. The share of a limit on concurrency is at
/// least one. Thread-safe.
/// </summary>
internal sealed class LocalShare(int instances, MemoryAdmissionStore store)
{
    private int _stops;

    internal MemoryAdmissionStore Store => store;

    internal BackendDecision Reserve(AdmissionRequest request, AdmissionLimit[] limits, TimeSpan retryAfter)
    {
        AdmissionClaim[] claims = [.. request.Claims];
        for (int index = 0; index < claims.Length; index++)
        {
            if (claims[index].Kind != AdmissionClaimKind.Switch && limits[index].OnStoreFailure == StoreFailure.Closed)
            {
                return new BackendDecision(AdmissionDecision.Refuse(index, retryAfter, 0), claims, IsLocal: true, IsUnavailable: true);
            }

            claims[index] = Shared(claims[index]);
        }

        AdmissionRequest shared = request with { Claims = claims };
        return new BackendDecision(store.Reserve(shared), claims, IsLocal: true);
    }

    /// <summary>An amount of a rate at this process's share: a rate that is a third as high makes everything three times as long.</summary>
    internal long Share(AdmissionClaimKind kind, long amount) =>
        kind != AdmissionClaimKind.Rate || instances == 1 ? amount : amount > long.MaxValue / 3 / instances ? long.MaxValue / 3 : amount * instances;

    /// <summary>Keeps what the store told of switches, for when it is away.</summary>
    internal void Learn(AdmissionClaim[] claims, in AdmissionDecision decision)
    {
        if (!decision.Granted)
        {
            ref readonly AdmissionClaim claim = ref claims[decision.RefusedIndex];
            if (claim.Kind == AdmissionClaimKind.Switch)
            {
                Set(claim.Key, decision.StopReason ?? "");
            }
        }
        else if (Volatile.Read(ref _stops) > 0)
        {
            foreach (AdmissionClaim claim in claims)
            {
                if (claim.Kind == AdmissionClaimKind.Switch)
                {
                    Set(claim.Key, null);
                }
            }
        }
    }

    internal void Set(string key, string? reason) => Volatile.Write(ref _stops, store.SetSwitch(key, reason));

    private AdmissionClaim Shared(in AdmissionClaim claim) => claim.Kind switch
    {
        AdmissionClaimKind.Rate => claim with { Amount = Math.Min(claim.Limit, Share(claim.Kind, claim.Amount)) },
        AdmissionClaimKind.Concurrency => claim with { Limit = Math.Max(1, claim.Limit / instances) },
        AdmissionClaimKind.Quota when claim.Limit < long.MaxValue => claim with { Limit = claim.Limit / instances },
        _ => claim,
    };
}
