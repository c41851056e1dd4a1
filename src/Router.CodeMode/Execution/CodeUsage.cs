namespace Router.CodeMode.Execution;

/// <summary>What a run used. All zero where the engine cannot tell.</summary>
public sealed record CodeUsage
{
    /// <summary>Processor time of the program itself, without its calls.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>Time awake, calls included, sleep excluded.</summary>
    public TimeSpan Wall { get; init; }

    /// <summary>The most memory that the program held, in bytes.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>How often the program was entered: once, and once for each result it received.</summary>
    public int Slices { get; init; }

    /// <summary>How many of its events came from the journal instead of from a call.</summary>
    public int Replayed { get; init; }
}
