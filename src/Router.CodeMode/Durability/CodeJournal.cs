namespace Router.CodeMode.Durability;

/// <summary>All that a repetition of a run needs: what it began with and what it was told, in order. Immutable.</summary>
/// <param name="Header">What it began with.</param>
/// <param name="Entries">What happened, in order.</param>
public sealed record CodeJournal(CodeJournalHeader Header, IReadOnlyList<CodeJournalEntry> Entries);
