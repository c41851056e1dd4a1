using Router.CodeMode.Durability;

namespace Router.CodeMode.Execution;

/// <summary>What a run begins with, the first time or again. Immutable.</summary>
internal sealed record CodeRunStart
{
    internal required CodeJournalHeader Header { get; init; }

    /// <summary>What an earlier time awake has left.</summary>
    internal IReadOnlyList<CodeJournalEntry> Entries { get; init; } = [];

    /// <summary>What it had used. Null: not known, so that what is repeated counts.</summary>
    internal MeterState? Meters { get; init; }

    internal CheckpointState? Checkpoint { get; init; }

    internal ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The lease of a run that was woken.</summary>
    internal CodeRunLease? Lease { get; init; }

    internal IReadOnlyDictionary<int, CodeApproval> Approvals { get; init; } = new Dictionary<int, CodeApproval>();

    internal IReadOnlyDictionary<int, CodeCallResult> Results { get; init; } = new Dictionary<int, CodeCallResult>();

    internal IProgress<CodeProgress>? Progress { get; init; }

    internal CancellationToken SuspendToken { get; init; }
}
