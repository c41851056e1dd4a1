namespace Router.CodeMode.Execution;

/// <summary>
/// What one run may use. Every limit holds, always, and is enforced outside of the program; there is no value for "unlimited".
/// Immutable; <see cref="Validate"/> tells what is out of range.
/// </summary>
public sealed record CodeLimits
{
    /// <summary>The defaults that each property names.</summary>
    public static CodeLimits Default { get; } = new();

    /// <summary>Processor time of the whole run, without its calls. Default 2 s; 1 ms to 1 h.</summary>
    public TimeSpan Cpu { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time awake, calls included, sleep excluded. Default 60 s; 1 ms to 24 h.</summary>
    public TimeSpan Wall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Memory of the program, and the arguments of all its calls together, in bytes. Default 64 MiB; 4 MiB to 128 MiB.</summary>
    public long MemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many calls the run may make in all. Default 200; 0 to 100,000.</summary>
    public int Calls { get; init; } = 200;

    /// <summary>How many calls are made at the same time; more wait for their turn. Default 16; 1 to 1,000.</summary>
    public int CallsInFlight { get; init; } = 16;

    /// <summary>The text of the program, in characters. Default 128 Ki; 1 to 4 Mi.</summary>
    public int SourceLength { get; init; } = 128 * 1024;

    /// <summary>The arguments of one call as JSON, in UTF-8 bytes. Default 1 MiB; 16 to 64 MiB.</summary>
    public int ArgumentBytes { get; init; } = 1024 * 1024;

    /// <summary>The result of one call as JSON, in UTF-8 bytes. Default 8 MiB; 16 to 64 MiB.</summary>
    public int CallResultBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The program's value as JSON, in UTF-8 bytes. Default 1 MiB; 16 to 64 MiB.</summary>
    public int ResultBytes { get; init; } = 1024 * 1024;

    /// <summary>All of the log, in UTF-8 bytes. What is over is dropped and counted. Default 64 KiB; 0 to 64 MiB.</summary>
    public int LogBytes { get; init; } = 64 * 1024;

    /// <summary>How deep arguments, results and values may be nested. Default 64; 1 to 1,000.</summary>
    public int Nesting { get; init; } = 64;

    /// <summary>How long calls under way may take to finish when the run is asked to sleep. Default 5 s; 0 to 10 min.</summary>
    public TimeSpan SuspendGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws where a limit is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the limit, its value and its range.</exception>
    public void Validate()
    {
        const int Mebi = 1024 * 1024;
        CheckTime(Cpu, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), nameof(Cpu));
        CheckTime(Wall, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(24), nameof(Wall));
        Check(MemoryBytes, 4L * Mebi, 128L * Mebi, nameof(MemoryBytes));
        Check(Calls, 0, 100_000, nameof(Calls));
        Check(CallsInFlight, 1, 1_000, nameof(CallsInFlight));
        Check(SourceLength, 1, 4 * Mebi, nameof(SourceLength));
        Check(ArgumentBytes, 16, 64 * Mebi, nameof(ArgumentBytes));
        Check(CallResultBytes, 16, 64 * Mebi, nameof(CallResultBytes));
        Check(ResultBytes, 16, 64 * Mebi, nameof(ResultBytes));
        Check(LogBytes, 0, 64 * Mebi, nameof(LogBytes));
        Check(Nesting, 1, 1_000, nameof(Nesting));
        CheckTime(SuspendGrace, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(SuspendGrace));
    }

    private static void Check(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"CodeLimits.{name} is {value}; it is at least {least} and at most {most}.");
        }
    }

    private static void CheckTime(TimeSpan value, TimeSpan least, TimeSpan most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"CodeLimits.{name} is {value}; it is at least {least} and at most {most}.");
        }
    }
}
