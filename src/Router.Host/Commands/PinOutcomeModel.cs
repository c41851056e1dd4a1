namespace Router.Host.Commands;

/// <summary>One model in the JSON of <c>router pin --json</c>.</summary>
internal sealed record PinOutcomeModel
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required string Source { get; init; }

    public required string Status { get; init; }

    public string? Version { get; init; }

    public string? LockedVersion { get; init; }

    public string? SchemaDigest { get; init; }

    public string? Deprecation { get; init; }

    public string? Detail { get; init; }
}
