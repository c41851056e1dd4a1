using Microsoft.Extensions.Logging;

namespace Router.Admission;

/// <summary>A store with what stands around it: nothing around the memory, a guard and a queue around every other. Thread-safe.</summary>
internal sealed class AdmissionBackend : IAsyncDisposable
{
    private static readonly TimeSpan RenewTimeout = TimeSpan.FromSeconds(5);

    private readonly MemoryAdmissionStore? _memory;
    private readonly StoreGuard? _guard;
    private readonly SettlementQueue? _settlements;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Action _freed;

    // One for being in force, one for each open reservation.
    private int _users = 1;
    private readonly Lazy<Task> _disposal;

    /// <summary>Puts around a store what it needs.</summary>
    /// <param name="store">The store; owned.</param>
    /// <param name="config">How it is asked.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where transitions and losses are told.</param>
    /// <param name="freed">Is told when a store that takes time has taken a settlement: only now does it know what is free again.</param>
    internal AdmissionBackend(
        IAdmissionStore store, AdmissionStoreConfig config, TimeProvider timeProvider, ILogger logger, Action freed)
    {
        Store = store;
        _timeProvider = timeProvider;
        _logger = logger;
        _freed = freed;
        _disposal = new Lazy<Task>(EndAsync);
        _memory = store as MemoryAdmissionStore;
        if (_memory is null)
        {
            _settlements = new SettlementQueue(store, timeProvider, logger) { Applied = Freed };
            _guard = new StoreGuard(store, config, _settlements, timeProvider, logger);
        }
    }

    internal IAdmissionStore Store { get; }

    /// <summary>Whether it is known without asking that no kill switch is set.</summary>
    internal bool HasNoSwitch => _memory is { HasSwitches: false };

    /// <summary>Whether other processes may take from it and free what it holds.</summary>
    internal bool IsShared => _memory is null;

    internal bool IsDisposed => _disposal.IsValueCreated && _disposal.Value.IsCompleted;

    /// <summary>Counts a user in; false where the backend is gone already.</summary>
    internal bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Counts a user out; the last one disposes it, and does not wait for that.</summary>
    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _ = _disposal.Value;
        }
    }

    internal ValueTask<BackendDecision> ReserveAsync(
        AdmissionRequest request, AdmissionClaim[] claims, AdmissionLimit[] limits, CancellationToken cancellationToken) =>
        _memory is { } memory
            ? new(new BackendDecision(memory.Reserve(request), claims))
            : _guard!.ReserveAsync(request, claims, limits, cancellationToken);

    /// <summary>Does not wait.</summary>
    internal void Settle(AdmissionSettlement settlement, bool isLocal)
    {
        if (_memory is { } memory)
        {
            memory.Settle(settlement);
        }
        else
        {
            _guard!.Settle(settlement, isLocal);
        }
    }

    internal long Share(AdmissionClaimKind kind, long amount) => _guard is { } guard ? guard.Local.Share(kind, amount) : amount;

    /// <summary>Never throws: a lease that could not be renewed may be renewed the next time.</summary>
    internal async ValueTask RenewAsync(string reservationId, TimeSpan expiry, bool isLocal)
    {
        try
        {
            // Bounded, so that one call that hangs does not let the leases of all others expire.
            await (isLocal ? _guard!.Local.Store : Store).RenewAsync(reservationId, expiry, CancellationToken.None)
                .AsTask().WaitAsync(RenewTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The guard tells of a store that is away; here nobody waits for the answer.
        }
    }

    internal async ValueTask SetSwitchAsync(string key, string? reason, CancellationToken cancellationToken)
    {
        _guard?.Local.Set(key, reason);
        await Store.SetSwitchAsync(key, reason, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => new(_disposal.Value);

    private void Freed(AdmissionSettlement settlement)
    {
        _guard!.Forget(settlement);
        _freed();
    }

    private async Task EndAsync()
    {
        if (_settlements is not null)
        {
            await _settlements.DisposeAsync().ConfigureAwait(false);
        }

        try
        {
            await Store.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.StoreDisposeFailed(exception.GetType().Name);
        }
    }
}
