using Router.Admission;

namespace Router.Tests.Admission;

/// <summary>Claims and settlements in short.</summary>
internal static class Claims
{
    internal const long Second = 1_000_000_000;

    internal static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    internal static AdmissionClaim Rate(string key, long amount, long limit) =>
        new() { Kind = AdmissionClaimKind.Rate, Key = key, Amount = amount, Limit = limit };

    internal static AdmissionClaim Place(string key, long limit) =>
        new() { Kind = AdmissionClaimKind.Concurrency, Key = key, Amount = 1, Limit = limit };

    internal static AdmissionClaim Quota(string key, long amount, long limit, QuotaWindow window) =>
        new() { Kind = AdmissionClaimKind.Quota, Key = key, Amount = amount, Limit = limit, Window = window };

    internal static AdmissionClaim Switch(string key) => new() { Kind = AdmissionClaimKind.Switch, Key = key };

    internal static AdmissionDecision Reserve(this MemoryAdmissionStore store, string id, params AdmissionClaim[] claims) =>
        store.Reserve(new AdmissionRequest(id, claims, Expiry));

    internal static void Settle(
        this MemoryAdmissionStore store, string id, AdmissionDecision decision, AdmissionClaim[] claims, params long[] actual) =>
        store.Settle(new AdmissionSettlement(
            id + "/s", id, [.. claims.Select((claim, index) => new SettledClaim(claim, decision.Marks![index], actual[index]))]));

    internal static QuotaStanding Read(this MemoryAdmissionStore store, string key, QuotaWindow window) =>
        store.ReadAsync(key, window, default).AsTask().GetAwaiter().GetResult();
}
