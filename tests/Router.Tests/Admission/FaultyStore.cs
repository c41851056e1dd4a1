using Router.Admission;

namespace Router.Tests.Admission;

/// <summary>A store over the memory that can be slow or away, and tells what it was asked.</summary>
internal sealed class FaultyStore(TimeProvider timeProvider) : IAdmissionStore
{
    private readonly MemoryAdmissionStore _inner = new(timeProvider);
    private readonly Lock _gate = new();
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal MemoryAdmissionStore Inner => _inner;

    internal Func<Task>? BeforeReserve { get; set; }

    internal Func<Task>? AfterReserve { get; set; }

    internal Func<Task>? BeforeSettle { get; set; }

    internal Func<Task>? BeforeRenew { get; set; }

    internal int Reserves { get; private set; }

    internal int Settles { get; private set; }

    internal bool Disposed { get; private set; }

    public async ValueTask<AdmissionDecision> ReserveAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        Reserves++;
        if (BeforeReserve is { } before)
        {
            await before();
        }

        AdmissionDecision decision = await _inner.ReserveAsync(request, default);
        if (AfterReserve is { } after)
        {
            await after();
        }

        return decision;
    }

    public async ValueTask SettleAsync(AdmissionSettlement settlement, CancellationToken cancellationToken)
    {
        if (BeforeSettle is { } before)
        {
            await before();
        }

        await _inner.SettleAsync(settlement, cancellationToken);
        lock (_gate)
        {
            Settles++;
            TaskCompletionSource settled = _settled;
            _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            settled.SetResult();
        }
    }

    public async ValueTask RenewAsync(string reservationId, TimeSpan expiry, CancellationToken cancellationToken)
    {
        if (BeforeRenew is { } before)
        {
            await before();
        }

        await _inner.RenewAsync(reservationId, expiry, cancellationToken);
    }

    public ValueTask<QuotaStanding> ReadAsync(string key, QuotaWindow window, CancellationToken cancellationToken) =>
        _inner.ReadAsync(key, window, cancellationToken);

    public ValueTask SetSwitchAsync(string key, string? reason, CancellationToken cancellationToken) =>
        _inner.SetSwitchAsync(key, reason, cancellationToken);

    public ValueTask<IReadOnlyList<AdmissionStop>> ReadSwitchesAsync(CancellationToken cancellationToken) =>
        _inner.ReadSwitchesAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return default;
    }

    internal async Task WhenSettledAsync(int count)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (Settles >= count)
                {
                    return;
                }

                next = _settled.Task;
            }

            await next;
        }
    }
}
