namespace Router.CodeMode.Jint;

/// <summary>How <see cref="JintEngine"/> runs programs. Read once, when the engine is made.</summary>
public sealed class JintEngineOptions
{
    /// <summary>How many steps run at the same time, each on a thread of the engine's own; more wait. Default: processors + 2; 1 to 1,000.</summary>
    public int Threads { get; set; } = JintEngineDefaults.Threads;

    /// <summary>
    /// Jint can tell what a program allocates, not what it holds: in one run that may be this many times
    /// <see cref="Execution.CodeLimits.MemoryBytes"/>, garbage included. Default 8; 1 to 1,000.
    /// </summary>
    public int AllocationFactor { get; set; } = JintEngineDefaults.AllocationFactor;

    /// <summary>
    /// Whether programs have BigInt. One operation on large ones can run for minutes and cannot be halted: its thread is then abandoned
    /// and runs on until that operation ends. Default false: there is no BigInt in a program.
    /// </summary>
    public bool AllowBigInt { get; set; }

    /// <summary>
    /// A step that does not halt, because it is inside of one long builtin, leaves its thread behind until that returns. With more than
    /// this many such threads the engine takes no new program. Default 4; 0 to 100.
    /// </summary>
    public int MaxAbandonedThreads { get; set; } = JintEngineDefaults.MaxAbandonedThreads;

    /// <summary>How long a step that is told to halt may take to do so before its thread is abandoned. Default 500 ms; 1 ms to 1 min.</summary>
    public TimeSpan HaltGrace { get; set; } = JintEngineDefaults.HaltGrace;

    internal void Validate()
    {
        Check(Threads, 1, 1_000, nameof(Threads));
        Check(AllocationFactor, 1, 1_000, nameof(AllocationFactor));
        Check(MaxAbandonedThreads, 0, 100, nameof(MaxAbandonedThreads));
        Check(HaltGrace, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(HaltGrace));
    }

    private static void Check<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"JintEngineOptions.{name} is {value}; it is at least {least} and at most {most}.");
        }
    }
}
