using System.Text.Json;
using Router.CodeMode.Durability;

namespace Router.CodeMode.Execution;

/// <summary>What became of a run. Immutable.</summary>
public sealed record CodeResult
{
    /// <summary>The run's name, by which a sleeping one is woken.</summary>
    public required string RunId { get; init; }

    /// <summary>How the run stands.</summary>
    public required CodeStatus Status { get; init; }

    /// <summary>
    /// The program's value, null where it returned none. Bytes are <c>{"$bytes":"base64"}</c>; what JSON lacks is listed in the README.
    /// </summary>
    public JsonElement? Value { get; init; }

    /// <summary>What the program logged, in order, within <see cref="CodeLimits.LogBytes"/>.</summary>
    public IReadOnlyList<CodeLog> Logs { get; init; } = [];

    /// <summary>How many entries or parts of entries the log limit cost. 0: nothing is missing.</summary>
    public int LogsDropped { get; init; }

    /// <summary>Every call that the program made, in order, whatever became of it.</summary>
    public IReadOnlyList<CodeCallRecord> Calls { get; init; } = [];

    /// <summary>Why a failed run failed.</summary>
    public CodeError? Error { get; init; }

    /// <summary>What a sleeping run waits for.</summary>
    public CodeSuspension? Suspension { get; init; }

    /// <summary>What the run used.</summary>
    public CodeUsage Usage { get; init; } = new();

    /// <summary>All that a repetition of the run needs.</summary>
    public required CodeJournal Journal { get; init; }
}
