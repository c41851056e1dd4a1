namespace Router.Pinning;

/// <summary>An entry as its JSON is written, in the order of its members.</summary>
internal sealed record PinLockRecord
{
    public string? Provider { get; init; }

    public string? Type { get; init; }

    public string? Model { get; init; }

    public string? Source { get; init; }

    public string? Kind { get; init; }

    public string? Version { get; init; }

    public string? ResolvedAt { get; init; }

    public string? SchemaDigest { get; init; }

    public string? Deprecation { get; init; }
}
