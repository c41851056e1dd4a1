using Microsoft.Extensions.AI;
using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// One attempt while it runs: its cancellation, its one timer (re-armed from phase to phase) and its stop-watch. Used by one
/// request at a time; only the timer's callback comes from another thread.
/// </summary>
internal sealed class AttemptScope : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly MonotonicClock _clock;
    private readonly CancellationTokenSource _source;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private TimeSpan _dueAt = TimeSpan.MaxValue;
    private TimeoutPhase _armed;
    private bool _disposed;
    private int _reported;

    internal AttemptScope(Turn turn, MonotonicClock clock)
    {
        Turn = turn;
        _clock = clock;
        CancellationToken outer = turn.Token;
        _source = outer.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(outer) : new CancellationTokenSource();
        Token = _source.Token;
        StartedAt = clock.Now;
    }

    internal Turn Turn { get; }

    internal RouteTarget Target => Turn.Target;

    /// <summary>Cancelled by the turn's token or by the timer.</summary>
    internal CancellationToken Token { get; }

    internal TimeSpan StartedAt { get; }

    /// <summary>The timer that ran out; null while none has.</summary>
    internal TimeoutPhase? Expired { get; private set; }

    /// <summary>Its outcome is reported. What is thrown after that is no failure of the target.</summary>
    internal bool Settled { get; set; }

    internal TimeSpan? TimeToFirstOutput { get; set; }

    /// <summary>Time that the caller spent between updates.</summary>
    internal TimeSpan ConsumerTime { get; set; }

    internal UsageDetails? Usage { get; set; }

    /// <summary>The bill in Workers AI neurons; null where the provider told none.</summary>
    internal double? Neurons { get; set; }

    /// <summary>How many images came; null where none were asked for, or no answer came.</summary>
    internal int? Images { get; set; }

    /// <summary>About how many tokens of a streamed answer came; null where it was not streamed or nothing came.</summary>
    internal long? ReceivedTokens { get; set; }

    /// <summary>What the attempt cost in US dollars; null where that is not known.</summary>
    internal decimal? Cost { get; set; }

    internal TimeSpan Duration => _clock.Now - StartedAt - ConsumerTime;

    /// <summary>True for the one who is to report the attempt: itself, or whoever won against it.</summary>
    internal bool TryReport() => Interlocked.Exchange(ref _reported, 1) == 0;

    /// <summary>Sets the timer. A non-positive <paramref name="after"/> runs out at once.</summary>
    internal void Arm(TimeSpan after, TimeoutPhase phase)
    {
        if (after <= TimeSpan.Zero)
        {
            lock (_gate)
            {
                _armed = phase;
                _dueAt = TimeSpan.MinValue;
            }

            OnTimer();
            return;
        }

        // No timer of .NET runs longer; a longer limit is none.
        after = after < LongestTimer ? after : LongestTimer;
        lock (_gate)
        {
            _armed = phase;
            _dueAt = _clock.Now + after;
            if (_timer is null)
            {
                _timer = _clock.TimeProvider.CreateTimer(static state => ((AttemptScope)state!).OnTimer(), this, after, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _timer.Change(after, Timeout.InfiniteTimeSpan);
            }
        }
    }

    internal void Disarm()
    {
        lock (_gate)
        {
            _armed = TimeoutPhase.None;
            _dueAt = TimeSpan.MaxValue;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _armed = TimeoutPhase.None;
        }

        _timer?.Dispose();
        _source.Dispose();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_disposed || _armed == TimeoutPhase.None)
            {
                return;
            }

            // A callback may come for a phase that has just been re-armed, or a little early: then the wait goes on.
            TimeSpan early = _dueAt == TimeSpan.MinValue ? TimeSpan.Zero : _dueAt - _clock.Now;
            if (early > TimeSpan.Zero)
            {
                _timer?.Change(early + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            Expired = _armed;
            _armed = TimeoutPhase.None;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended between the two statements.
        }
        catch (AggregateException)
        {
            // A callback of the client's own. The attempt ends all the same, and nobody above a timer would catch it.
        }
    }
}
