namespace Router.Admission;

/// <summary>
/// Where requests of one route wait while Router's own limits refuse all its targets. Whoever is first, by priority and then by arrival,
/// is woken when its time to try again has come or a lease has ended; all others sleep on. Thread-safe.
/// </summary>
internal sealed class AdmissionQueue(QueueConfig config, TimeProvider timeProvider)
{
    private static readonly Comparer<QueuePlace> Order = Comparer<QueuePlace>.Create(
        static (left, right) => left.Priority != right.Priority ? right.Priority.CompareTo(left.Priority) : left.Order.CompareTo(right.Order));

    // Whoever had its turn and is told to come back at once would otherwise ask without a pause until its time is up.
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly SortedSet<QueuePlace> _places = new(Order);
    private QueueConfig _config = config;
    private long _arrivals;
    private long _signals;

    /// <summary>How long one may wait.</summary>
    internal TimeSpan Timeout => Volatile.Read(ref _config).Timeout;

    /// <summary>How many wait.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _places.Count;
            }
        }
    }

    /// <summary>Goes on under other settings; those who wait keep their places.</summary>
    internal void Follow(QueueConfig config) => Volatile.Write(ref _config, config);

    /// <summary>Whether somebody of the same or a higher priority waits already.</summary>
    internal bool MustWait(int priority)
    {
        lock (_gate)
        {
            return _places.Min is { } first && first.Priority >= priority;
        }
    }

    /// <summary>Takes a place; false where the queue is full. A place must come back through <see cref="Leave"/>.</summary>
    internal bool TryJoin(int priority, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out QueuePlace? place)
    {
        lock (_gate)
        {
            if (_places.Count >= _config.Limit)
            {
                place = null;
                return false;
            }

            // A lease may have ended after this one was refused and before it came here: it has that signal still to make use of.
            place = new QueuePlace(priority, _arrivals++, _signals - 1);
            _places.Add(place);
            return true;
        }
    }

    /// <summary>
    /// Completes with true once the place is first and <paramref name="retryAfter"/> is over or a lease has ended; with false after
    /// <paramref name="atMost"/>. One wait at a time for each place.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the place is still to be given up.</exception>
    internal async ValueTask<bool> WaitAsync(QueuePlace place, TimeSpan? retryAfter, TimeSpan atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<bool> waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool timeIsUp;
        lock (_gate)
        {
            place.TimeIsUp = timeIsUp = retryAfter <= TimeSpan.Zero && !place.HadTurn;
            place.Waiter = waiter;
            WakeFirst();
            if (place.Waiter is null)
            {
                return true;
            }
        }

        if (atMost <= TimeSpan.Zero)
        {
            return !End(place, waiter);
        }

        TimeSpan? wait = retryAfter <= TimeSpan.Zero ? Soonest : retryAfter;
        using ITimer? ready = !timeIsUp && wait < atMost ? Timer(() => BecomeReady(place, waiter), wait.Value) : null;
        using ITimer late = Timer(() => EndLate(place, waiter), atMost);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (End(place, waiter))
                {
                    waiter.TrySetCanceled(token);
                }
            },
            null);
        return await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>Gives the place up and hands the turn on. Idempotent.</summary>
    internal void Leave(QueuePlace place)
    {
        lock (_gate)
        {
            place.Waiter?.TrySetResult(false);
            place.Waiter = null;
            if (_places.Remove(place))
            {
                WakeFirst();
            }
        }
    }

    /// <summary>Tells that a lease has ended.</summary>
    internal void Signal()
    {
        lock (_gate)
        {
            _signals++;
            WakeFirst();
        }
    }

    // A timer must not flow the request's context into whatever completes it, and may be asked to wait longer than timers can.
    private ITimer Timer(Action action, TimeSpan due)
    {
        TimeSpan longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
        return timeProvider.CreateTimer(
            static state => ((Action)state!)(), action, due < longest ? due : longest, System.Threading.Timeout.InfiniteTimeSpan);
    }

    private void BecomeReady(QueuePlace place, TaskCompletionSource<bool> waiter)
    {
        lock (_gate)
        {
            if (place.Waiter == waiter)
            {
                place.TimeIsUp = true;
                WakeFirst();
            }
        }
    }

    private void EndLate(QueuePlace place, TaskCompletionSource<bool> waiter)
    {
        if (End(place, waiter))
        {
            waiter.TrySetResult(false);
        }
    }

    // False where its turn came first.
    private bool End(QueuePlace place, TaskCompletionSource<bool> waiter)
    {
        lock (_gate)
        {
            if (place.Waiter != waiter)
            {
                return false;
            }

            place.Waiter = null;
            return true;
        }
    }

    private void WakeFirst()
    {
        if (_places.Min is { Waiter: { } waiter } first && (first.TimeIsUp || first.Seen != _signals))
        {
            first.Seen = _signals;
            first.HadTurn = true;
            first.Waiter = null;
            waiter.TrySetResult(true);
        }
    }
}
