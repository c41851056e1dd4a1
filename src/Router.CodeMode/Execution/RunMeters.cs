using Router.CodeMode.Engines;

namespace Router.CodeMode.Execution;

/// <summary>What a run has used, over all its times awake. Written by the loop alone.</summary>
internal sealed class RunMeters(CodeLimits limits, TimeProvider timeProvider)
{
    private readonly long _awakeSince = timeProvider.GetTimestamp();
    private TimeSpan _wallBefore;
    private TimeSpan _replayCpu;

    internal TimeSpan Cpu { get; private set; }

    internal long PeakMemoryBytes { get; private set; }

    internal int Slices { get; private set; }

    internal int Replayed { get; set; }

    internal TimeSpan Wall => _wallBefore + timeProvider.GetElapsedTime(_awakeSince);

    internal TimeSpan WallLeft => limits.Wall - Wall;

    /// <summary>What the next slice may use. A repeated slice was paid for once; the machine that repeats it may be a slower one.</summary>
    internal TimeSpan CpuLeft(bool paid) => paid ? (limits.Cpu * 2) - _replayCpu : limits.Cpu - Cpu;

    internal void Restore(MeterState state)
    {
        Cpu = state.Cpu;
        _wallBefore = state.Wall;
        PeakMemoryBytes = state.PeakMemoryBytes;
        Slices = state.Slices;
    }

    /// <summary>Counts a slice.</summary>
    internal void Add(ScriptStep step, bool paid)
    {
        TimeSpan cpu = step.Cpu > TimeSpan.Zero ? step.Cpu : TimeSpan.Zero;
        PeakMemoryBytes = Math.Max(PeakMemoryBytes, step.MemoryBytes);
        if (paid)
        {
            _replayCpu += cpu;
            return;
        }

        Cpu += cpu;
        Slices++;
    }

    internal MeterState Save() => new() { Cpu = Cpu, Wall = Wall, PeakMemoryBytes = PeakMemoryBytes, Slices = Slices };

    internal CodeUsage ToUsage() =>
        new() { Cpu = Cpu, Wall = Wall, PeakMemoryBytes = PeakMemoryBytes, Slices = Slices, Replayed = Replayed };
}
