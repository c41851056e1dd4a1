using Router.CodeMode.Execution;

namespace Router.CodeMode.Durability;

/// <summary>A journal's entry as it is stored, with what the run had used by then. Immutable.</summary>
internal sealed record StoredEntry
{
    public required CodeJournalEntry Entry { get; init; }

    public required MeterState Meters { get; init; }
}
