using Router.CodeMode.Execution;

namespace Router.CodeMode.Engines;

/// <summary>What a program did in one step. Immutable.</summary>
public sealed record ScriptStep
{
    /// <summary>The calls it made, in order, numbered on from the last step's.</summary>
    public IReadOnlyList<ScriptCall> Calls { get; init; } = [];

    /// <summary>What it logged, in order.</summary>
    public IReadOnlyList<CodeLog> Logs { get; init; } = [];

    /// <summary>How many log entries the instance dropped or cut because the limit was reached.</summary>
    public int LogsDropped { get; init; }

    /// <summary>How the program ended, in the step in which it did; its open calls may still be delivered to it afterwards.</summary>
    public ScriptOutcome? Outcome { get; init; }

    /// <summary>Processor time of this step.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The memory that the program holds after it, in bytes; 0 where the engine cannot tell.</summary>
    public long MemoryBytes { get; init; }
}
