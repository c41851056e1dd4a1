using Router.CodeMode.Execution;

namespace Router.CodeMode.Durability;

/// <summary>What a checkpoint says beside the engine's own state. Immutable.</summary>
internal sealed record CheckpointState
{
    public required int Version { get; init; }

    /// <summary>The engine's name and build. Null: it does not save, and the journal is repeated.</summary>
    public string? Build { get; init; }

    /// <summary>How many of the journal's results the program had been told.</summary>
    public required int Events { get; init; }

    /// <summary>How many calls it had made.</summary>
    public required int Calls { get; init; }

    public required IReadOnlyList<CodeLog> Logs { get; init; }

    public required int LogsDropped { get; init; }

    public required MeterState Meters { get; init; }

    /// <summary>Whether the program had ended already and only its open calls were waited for.</summary>
    public bool Ended { get; init; }

    /// <summary>Its value, if it had.</summary>
    public string? Value { get; init; }
}
