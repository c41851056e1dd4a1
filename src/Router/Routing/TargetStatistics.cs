namespace Router.Routing;

/// <summary>How one model has been doing in this process, for strategies and hedging. Thread-safe.</summary>
internal sealed class TargetStatistics
{
    private int _inFlight;

    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The smoothed time to the first real output (of an answer that is not streamed: to the answer).</summary>
    internal TimeSpan? TimeToFirstOutput => null;

    /// <summary>The time within which a share of the last answers began; null while too few are known.</summary>
    internal TimeSpan? Percentile(double share) => null;

    internal void Begin() => Interlocked.Increment(ref _inFlight);

    internal void End() => Interlocked.Decrement(ref _inFlight);

    internal void Answered(TimeSpan timeToFirstOutput)
    {
    }
}
