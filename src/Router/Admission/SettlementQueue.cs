using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Router.Admission;

/// <summary>
/// Hands settlements to a store that takes time, and again until it has taken them: a settlement's id makes that harmless. What the store
/// does not take within a while is given up and told. Thread-safe.
/// </summary>
internal sealed class SettlementQueue : IAsyncDisposable
{
    // Reservations wait for the store side by side: so must their settlements, or the queue grows under load until it loses some.
    private const int Workers = 32;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly IAdmissionStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Channel<Pending> _channel;
    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _workers = new Task[Workers];
    private int _started;
    private int _overflows;

    internal SettlementQueue(IAdmissionStore store, TimeProvider timeProvider, ILogger logger, int capacity = 10_000)
    {
        _store = store;
        _timeProvider = timeProvider;
        _logger = logger;
        _channel = Channel.CreateBounded<Pending>(new BoundedChannelOptions(capacity));
        Array.Fill(_workers, Task.CompletedTask);
    }

    /// <summary>Is told each settlement once the store has taken it. Does not throw.</summary>
    internal Action<AdmissionSettlement>? Applied { get; init; }

    /// <summary>How long one settlement is tried again.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one try may take.</summary>
    internal TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the rest may take at the end.</summary>
    internal TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Does not wait. What comes after the end, or finds the queue full, is told and lost.</summary>
    internal void Add(AdmissionSettlement settlement)
    {
        if (!_channel.Writer.TryWrite(new Pending(settlement, _timeProvider.GetTimestamp())))
        {
            if (Interlocked.Exchange(ref _overflows, 1) == 0)
            {
                _logger.SettlementsOverflow();
            }

            return;
        }

        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            for (int worker = 0; worker < Workers; worker++)
            {
                _workers[worker] = Task.Run(WorkAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        try
        {
            await Task.WhenAll(_workers).WaitAsync(DrainTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_workers).ConfigureAwait(false);
        }

        _end.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (Pending pending in _channel.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await ApplyAsync(pending).ConfigureAwait(false);
        }
    }

    private async Task ApplyAsync(Pending pending)
    {
        TimeSpan backoff = FirstBackoff;
        while (!await TryAsync(pending.Settlement).ConfigureAwait(false))
        {
            TimeSpan waited = _timeProvider.GetElapsedTime(pending.Since);
            if (waited >= Patience || _end.IsCancellationRequested)
            {
                _logger.SettlementGivenUp(pending.Settlement.ReservationId, waited.TotalSeconds, MicroDollars(pending.Settlement));
                return;
            }

            await Task.Delay(backoff, _timeProvider, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            backoff = backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff;
        }

        Volatile.Write(ref _overflows, 0);
        Applied?.Invoke(pending.Settlement);
    }

    // Any exception: what a store throws is its medium's, and a settlement that cannot be applied now is tried again.
    private async Task<bool> TryAsync(AdmissionSettlement settlement)
    {
        try
        {
            using CancellationTokenSource timeout = new(TryTimeout, _timeProvider);
            using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _end.Token);
            await _store.SettleAsync(settlement, linked.Token).AsTask().WaitAsync(linked.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static long MicroDollars(AdmissionSettlement settlement)
    {
        long most = 0;
        foreach (SettledClaim claim in settlement.Claims)
        {
            if (claim.Claim.Key.EndsWith("/money", StringComparison.Ordinal))
            {
                most = Math.Max(most, claim.Actual);
            }
        }

        return most;
    }

    private readonly record struct Pending(AdmissionSettlement Settlement, long Since);
}
