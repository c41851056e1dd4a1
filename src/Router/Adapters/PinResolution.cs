namespace Router.Adapters;

/// <summary>What a provider says of a model now: the version that a name stands for, or why it stands for none. Immutable.</summary>
public sealed record PinResolution
{
    /// <summary>The exact version; null where the model cannot be pinned.</summary>
    public string? Version { get; init; }

    /// <summary>What the version is.</summary>
    public required PinKind Kind { get; init; }

    /// <summary>The digest of the model's schema as <c>sha256:</c> and 64 hex digits; null where the provider has no schema to ask for.</summary>
    public string? SchemaDigest { get; init; }

    /// <summary>The day from which the provider may stop serving it; null where none is announced.</summary>
    public DateOnly? Deprecation { get; init; }

    /// <summary>Why the model cannot be pinned and what would be right, as a sentence; null where it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>A model that cannot be pinned.</summary>
    /// <param name="kind">What a version is at the provider.</param>
    /// <param name="obstacle">Why not, and what would be right, as a sentence.</param>
    public static PinResolution Unpinnable(PinKind kind, string obstacle) => new() { Kind = kind, Obstacle = obstacle };
}
