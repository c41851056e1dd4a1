using Router.Providers.Replicate;

namespace Router.Providers.Tests.Replicate;

/// <summary>Passes on another clock, and tells whether the timer of a cancel request was ever set on it.</summary>
internal sealed class CancelWatch(TimeProvider clock) : TimeProvider
{
    private volatile bool _cancelling;

    internal bool Cancelling => _cancelling;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _cancelling |= dueTime == ReplicateDefaults.CancelTime;
        return clock.CreateTimer(callback, state, dueTime, period);
    }
}
