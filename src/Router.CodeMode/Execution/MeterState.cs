namespace Router.CodeMode.Execution;

/// <summary><see cref="RunMeters"/> as it is stored. Immutable.</summary>
internal sealed record MeterState
{
    public TimeSpan Cpu { get; init; }

    public TimeSpan Wall { get; init; }

    public long PeakMemoryBytes { get; init; }

    public int Slices { get; init; }
}
