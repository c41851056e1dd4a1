using Microsoft.Extensions.Logging;
using Router.Resilience;

namespace Router.Admission;

/// <summary>
/// Stands between callers and a store that can be slow or away: nobody waits longer than the time limit, a store that fails is left alone
/// for a while, and meanwhile each limit holds as it says. Thread-safe.
/// </summary>
internal sealed class StoreGuard(
    IAdmissionStore store, AdmissionStoreConfig config, SettlementQueue settlements, TimeProvider timeProvider, ILogger logger)
{
    private readonly StoreBreaker _breaker = new(new MonotonicClock(timeProvider), logger);
    private readonly RefusedRates _refused = new(timeProvider);

    internal LocalShare Local { get; } = new(config.Instances, new MemoryAdmissionStore(timeProvider));

    internal async ValueTask<BackendDecision> ReserveAsync(
        AdmissionRequest request, AdmissionClaim[] claims, AdmissionLimit[] limits, CancellationToken cancellationToken)
    {
        int known = _refused.Find(claims, out TimeSpan wait);
        if (known >= 0)
        {
            return new BackendDecision(AdmissionDecision.Refuse(known, wait, 0), claims);
        }

        if (!_breaker.TryEnter(out bool probe))
        {
            return Local.Reserve(request, limits, _breaker.Remaining);
        }

        long returns = _refused.Returns;
        Task<AdmissionDecision>? call = null;
        CancellationTokenSource end = new();
        try
        {
            call = store.ReserveAsync(request, end.Token).AsTask();
            AdmissionDecision decision = await call.WaitAsync(config.Timeout, timeProvider, cancellationToken).ConfigureAwait(false);
            _breaker.Succeed();
            Local.Learn(claims, decision);
            if (!decision.Granted)
            {
                _refused.Add(claims[decision.RefusedIndex], decision.RetryAfter, returns);
            }

            return new BackendDecision(decision, claims);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _breaker.Release(probe);
            Abandon(request, claims, call, end);
            throw;
        }
        // Any exception: what a store throws is its medium's.
        catch (Exception exception)
        {
            _breaker.Fail(probe, exception);
            Abandon(request, claims, call, end);
            return Local.Reserve(request, limits, _breaker.Remaining);
        }
    }

    /// <summary>Hands a settlement on. What this process decided alone ends at its share, and what it spent of quotas is booked for all.</summary>
    internal void Settle(AdmissionSettlement settlement, bool isLocal)
    {
        if (!isLocal)
        {
            _refused.Forget(settlement.Claims);
            settlements.Add(settlement);
            return;
        }

        Local.Store.Settle(settlement);
        List<SettledClaim> spent = [];
        foreach (SettledClaim claim in settlement.Claims)
        {
            if (claim.Claim.Kind == AdmissionClaimKind.Quota && claim.Actual > 0)
            {
                spent.Add(claim);
            }
        }

        if (spent.Count > 0)
        {
            settlements.Add(settlement with { Claims = spent });
        }
    }

    /// <summary>Forgets what was refused before the store took a settlement that gives back.</summary>
    internal void Forget(AdmissionSettlement settlement) => _refused.Forget(settlement.Claims);

    // A reservation that nobody waits for any more is given back, whether its answer comes late or never: of one that was never seen,
    // leases and holds end, and rates run off by themselves.
    private void Abandon(AdmissionRequest request, AdmissionClaim[] claims, Task<AdmissionDecision>? call, CancellationTokenSource end)
    {
        _ = end.CancelAsync();
        if (call is null)
        {
            return;
        }

        _ = call.ContinueWith(
            task =>
            {
                _ = task.Exception;
                bool seen = task.IsCompletedSuccessfully;
                if (seen && !task.Result.Granted)
                {
                    return;
                }

                IReadOnlyList<AdmissionMark>? marks = seen ? task.Result.Marks : null;
                SettledClaim[] settled =
                [
                    .. claims.Select((claim, index) => new SettledClaim(claim, marks is null ? default : marks[index], 0))
                        .Where(claim => claim.Claim.Kind != AdmissionClaimKind.Switch),
                ];
                if (settled.Length > 0)
                {
                    settlements.Add(new AdmissionSettlement(request.Id + "/abandoned", request.Id, settled));
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
