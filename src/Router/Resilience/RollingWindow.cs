namespace Router.Resilience;

/// <summary>Counts successes and failures of the last while, in ten slices. Not thread-safe: its owner locks.</summary>
internal sealed class RollingWindow(TimeSpan length)
{
    private const int SliceCount = 10;

    private readonly (long Slot, int Successes, int Failures)[] _slices = new (long, int, int)[SliceCount];
    private readonly long _sliceTicks = Math.Max(1, length.Ticks / SliceCount);

    internal void Add(TimeSpan now, bool failed)
    {
        long slot = now.Ticks / _sliceTicks;
        ref (long Slot, int Successes, int Failures) slice = ref _slices[slot % SliceCount];
        if (slice.Slot != slot)
        {
            slice = (slot, 0, 0);
        }

        if (failed)
        {
            slice.Failures++;
        }
        else
        {
            slice.Successes++;
        }
    }

    internal (int Total, int Failures) Count(TimeSpan now)
    {
        long oldest = (now.Ticks / _sliceTicks) - SliceCount + 1;
        int total = 0;
        int failures = 0;
        foreach ((long slot, int successes, int failed) in _slices)
        {
            if (slot >= oldest)
            {
                total += successes + failed;
                failures += failed;
            }
        }

        return (total, failures);
    }

    internal void Clear() => Array.Clear(_slices);
}
