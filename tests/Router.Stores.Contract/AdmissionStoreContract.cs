using Router.Admission;
using Router.TestKit;

namespace Router.Stores.Contract;

/// <summary>
/// What every store must do. A store's own tests derive from this and say how one is opened; it must run by <see cref="Clock"/>.
/// </summary>
public abstract partial class AdmissionStoreContract : IAsyncLifetime
{
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private IAdmissionStore? _store;
    private int _ids;

    /// <summary>The clock of the store under test.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    private IAdmissionStore Store => _store!;

    public async Task InitializeAsync() => _store = await OpenAsync(Clock);

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await CloseAsync();
    }

    /// <summary>Opens a store that nothing stands in.</summary>
    protected abstract ValueTask<IAdmissionStore> OpenAsync(TimeProvider clock);

    /// <summary>Takes away what the store leaves behind.</summary>
    protected virtual ValueTask CloseAsync() => default;

    private static long Seconds(double seconds) => (long)(seconds * 1e9);

    private static AdmissionClaim Rate(string key, long amount, long limit) =>
        new() { Kind = AdmissionClaimKind.Rate, Key = key, Amount = amount, Limit = limit };

    private static AdmissionClaim Place(string key, long limit) =>
        new() { Kind = AdmissionClaimKind.Concurrency, Key = key, Amount = 1, Limit = limit };

    private static AdmissionClaim Quota(string key, long amount, long limit, QuotaWindow window) =>
        new() { Kind = AdmissionClaimKind.Quota, Key = key, Amount = amount, Limit = limit, Window = window };

    private static AdmissionClaim Switch(string key) => new() { Kind = AdmissionClaimKind.Switch, Key = key };

    private string NewId() => $"id-{Interlocked.Increment(ref _ids)}";

    private ValueTask<AdmissionDecision> ReserveAsync(params AdmissionClaim[] claims) =>
        Store.ReserveAsync(new AdmissionRequest(NewId(), claims, Expiry), CancellationToken.None);

    private async Task<Granted> GrantAsync(params AdmissionClaim[] claims)
    {
        AdmissionRequest request = new(NewId(), claims, Expiry);
        AdmissionDecision decision = await Store.ReserveAsync(request, CancellationToken.None);
        decision.Granted.Should().BeTrue();
        return new Granted(request, decision.Marks!);
    }

    private async Task<AdmissionDecision> RefuseAsync(params AdmissionClaim[] claims)
    {
        AdmissionDecision decision = await ReserveAsync(claims);
        decision.Granted.Should().BeFalse();
        decision.Marks.Should().BeNull();
        return decision;
    }

    private ValueTask SettleAsync(Granted granted, params long[] actuals) => SettleAsync(NewId(), granted, actuals);

    private ValueTask SettleAsync(string id, Granted granted, params long[] actuals) =>
        Store.SettleAsync(granted.Settlement(id, actuals), CancellationToken.None);

    private ValueTask<QuotaStanding> ReadAsync(string key, QuotaWindow window) => Store.ReadAsync(key, window, CancellationToken.None);

    /// <summary>How far the arrival time of a rate lies ahead: what a claim that fits into no limit is told.</summary>
    private async Task<long> AheadAsync(string key) => (await RefuseAsync(Rate(key, 1, 0))).Standing;

    private sealed record Granted(AdmissionRequest Request, IReadOnlyList<AdmissionMark> Marks)
    {
        internal AdmissionSettlement Settlement(string id, params long[] actuals) =>
            new(id, Request.Id, [.. actuals.Select((actual, index) => Settled(index, actual))]);

        internal SettledClaim Settled(int index, long actual) => new(Request.Claims[index], Marks[index], actual);
    }
}
