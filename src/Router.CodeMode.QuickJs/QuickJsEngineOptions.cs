namespace Router.CodeMode.QuickJs;

/// <summary>What a <see cref="QuickJsEngine"/> may use of the process it is in. Immutable; <see cref="QuickJsEngine"/> refuses what is out of range.</summary>
public sealed record QuickJsEngineOptions
{
    /// <summary>How many threads run programs. They are made when first needed. Default: the number of processors and 2; 1 to 1,024.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount + 2, 1024);

    /// <summary>
    /// How many threads more there may be while programs run long, so that what is short always finds one. They end when they are no longer
    /// needed. Of programs that run long, no more than there are processors run at the same time; they take turns. When all threads are taken by
    /// them, what is short waits too. Default 256; 0 to 1,024.
    /// </summary>
    public int SpareThreads { get; init; } = 256;

    /// <summary>
    /// How many instances there may be at once. Each takes 128 MiB of address space, and of memory what its program uses, from about half a
    /// megabyte. Default 4,096; 1 to 100,000.
    /// </summary>
    public int MostInstances { get; init; } = 4096;

    /// <summary>The clock by which threads and programs that run long are seen. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        Check(Threads, 1, 1024, nameof(Threads));
        Check(SpareThreads, 0, 1024, nameof(SpareThreads));
        Check(MostInstances, 1, 100_000, nameof(MostInstances));
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"QuickJsEngineOptions.{name} is {value}; it is at least {least} and at most {most}.");
        }
    }
}
