namespace Router.CodeMode.Durability;

/// <summary>A run's header as it is stored. Immutable.</summary>
internal sealed record StoredHeader
{
    public required int Version { get; init; }

    public required CodeJournalHeader Header { get; init; }

    /// <summary>
    /// How many entries belong to it at least. A run whose process died between storing the header and storing these must not be woken: its
    /// calls were made, and are not known.
    /// </summary>
    public required int Entries { get; init; }
}
