using Router.CodeMode.Execution;

namespace Router.CodeMode.Durability;

/// <summary>One thing that happened in a run. Immutable.</summary>
public sealed record CodeJournalEntry
{
    /// <summary>What happened.</summary>
    public required CodeJournalKind Kind { get; init; }

    /// <summary>The number of the call that it happened to.</summary>
    public required int Call { get; init; }

    /// <summary>When, by the executor's clock. For results: the program's clock from then on.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of <see cref="CodeJournalKind.Issued"/>: the function.</summary>
    public string? Name { get; init; }

    /// <summary>Of <see cref="CodeJournalKind.Issued"/>: the arguments; of <see cref="CodeJournalKind.Resolved"/>: the value; as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>Of <see cref="CodeJournalKind.Rejected"/>: the error.</summary>
    public CodeError? Error { get; init; }

    /// <summary>Of <see cref="CodeJournalKind.Decided"/>: the decision.</summary>
    public CodeApproval? Approval { get; init; }
}
