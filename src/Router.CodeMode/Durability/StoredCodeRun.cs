namespace Router.CodeMode.Durability;

/// <summary>A run as it was read from a store, by who holds it now.</summary>
/// <param name="Lease">The right to write to it.</param>
/// <param name="Header">What it was created with.</param>
/// <param name="Entries">What was appended, in order.</param>
/// <param name="Checkpoint">The last checkpoint, null where none was stored.</param>
public sealed record StoredCodeRun(
    CodeRunLease Lease, ReadOnlyMemory<byte> Header, IReadOnlyList<ReadOnlyMemory<byte>> Entries, ReadOnlyMemory<byte>? Checkpoint);
