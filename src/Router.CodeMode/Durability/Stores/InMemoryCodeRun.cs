namespace Router.CodeMode.Durability.Stores;

/// <summary>One run in memory. Guarded by its store.</summary>
internal sealed class InMemoryCodeRun(byte[] header, DateTimeOffset createdAt)
{
    internal byte[] Header => header;

    internal DateTimeOffset CreatedAt => createdAt;

    internal long Fence { get; set; }

    internal DateTimeOffset? HeldUntil { get; set; }

    internal List<ReadOnlyMemory<byte>> Entries { get; } = [];

    internal byte[]? Checkpoint { get; set; }
}
