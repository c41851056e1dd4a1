namespace Router.CodeMode.Execution;

/// <summary>One line of a run's list of calls. Immutable.</summary>
public sealed record CodeCallRecord
{
    /// <summary>The call.</summary>
    public required CodeCall Call { get; init; }

    /// <summary>What became of it.</summary>
    public required CodeCallStatus Status { get; init; }

    /// <summary>Why it failed or was refused.</summary>
    public CodeError? Error { get; init; }

    /// <summary>How long it took, from its begin to its result; zero where it was not made in this process.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether the result came from the journal.</summary>
    public bool Replayed { get; init; }

    /// <summary>Its result as JSON, in UTF-8 bytes.</summary>
    public long ResultBytes { get; init; }
}
