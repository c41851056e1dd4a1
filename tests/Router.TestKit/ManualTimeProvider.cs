namespace Router.TestKit;

/// <summary>
/// A clock that moves only when told. Timers fire during <see cref="Advance"/>, in the order they are due, each with the clock
/// standing at its own due time. Its timestamp frequency is odd on purpose, so that code which takes ticks for granted fails.
/// Thread-safe.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private DateTimeOffset _now;
    private long _sequence;

    /// <summary>Makes a clock. Default start: 2026-01-02T03:04:05Z.</summary>
    public ManualTimeProvider(DateTimeOffset? start = null) =>
        _now = start ?? new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <inheritdoc />
    public override long TimestampFrequency => 3_000_000;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are set to fire.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() =>
        (long)((GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * (TimestampFrequency / (double)TimeSpan.TicksPerSecond));

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what falls due.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = end > _now ? end : _now;
        }
    }

    /// <summary>Completes once at least <paramref name="count"/> timers are set: the code under test is then really waiting.</summary>
    public Task WhenTimersAsync(int count)
    {
        lock (_gate)
        {
            if (_timers.Count >= count)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Moves the clock to the earliest timer and fires it, once one is set.</summary>
    public async Task AdvanceToNextTimerAsync()
    {
        await WhenTimersAsync(1).ConfigureAwait(false);
        TimeSpan wait;
        lock (_gate)
        {
            wait = _timers.Count == 0 ? TimeSpan.Zero : _timers.Min(timer => timer.Due) - _now;
        }

        Advance(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>Moves the clock to the earliest timer and fires it. Returns false where none is set, so that nothing could ever happen.</summary>
    public bool TryAdvanceToNextTimer()
    {
        TimeSpan wait;
        lock (_gate)
        {
            if (_timers.Count == 0)
            {
                return false;
            }

            wait = _timers.Min(timer => timer.Due) - _now;
        }

        Advance(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        return true;
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            ManualTimer? next = _timers.Where(timer => timer.Due <= end).MinBy(timer => (timer.Due, timer.Order));
            if (next is null)
            {
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
                _timers.Add(next);
            }

            return next;
        }
    }

    private void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan && !timer.Disposed)
            {
                timer.Due = _now + dueTime;
                timer.Period = period;
                timer.Order = _sequence++;
                _timers.Add(timer);
            }

            for (int index = _waiters.Count - 1; index >= 0; index--)
            {
                if (_timers.Count >= _waiters[index].Count)
                {
                    reached.Add(_waiters[index].Reached);
                    _waiters.RemoveAt(index);
                }
            }
        }

        foreach (TaskCompletionSource waiter in reached)
        {
            waiter.SetResult();
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        internal DateTimeOffset Due { get; set; }

        internal TimeSpan Period { get; set; }

        internal long Order { get; set; }

        internal bool Disposed { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (Disposed)
            {
                return false;
            }

            clock.Schedule(this, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            Disposed = true;
            clock.Schedule(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback(state);
    }
}
