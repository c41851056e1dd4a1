namespace Router.Resilience;

/// <summary>Time since the router was made. Unlike the wall clock it never jumps, so deadlines and durations are counted in it.</summary>
internal sealed class MonotonicClock
{
    private readonly long _origin;

    internal MonotonicClock(TimeProvider timeProvider)
    {
        TimeProvider = timeProvider;
        _origin = timeProvider.GetTimestamp();
    }

    internal TimeProvider TimeProvider { get; }

    internal TimeSpan Now => TimeProvider.GetElapsedTime(_origin);
}
