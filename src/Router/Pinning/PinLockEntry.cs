using Router.Adapters;

namespace Router.Pinning;

/// <summary>One line of the lock: what a model's name stood for when it was pinned. Immutable.</summary>
public sealed record PinLockEntry
{
    /// <summary>The provider's name in the configuration.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's type, such as <c>openai</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The model, as the target names it.</summary>
    public required string Model { get; init; }

    /// <summary>What was asked: the model's name, or the version where the target itself has one.</summary>
    public required string Source { get; init; }

    /// <summary>What the version is.</summary>
    public required PinKind Kind { get; init; }

    /// <summary>The exact version: a snapshot's name, 64 hex digits, or the model's id where the provider has no versions.</summary>
    public required string Version { get; init; }

    /// <summary>When this resolution was first seen, in whole seconds UTC. It stays while the rest does.</summary>
    public required DateTimeOffset ResolvedAt { get; init; }

    /// <summary>The digest of the model's schema as <c>sha256:</c> and 64 hex digits; null where there is none.</summary>
    public string? SchemaDigest { get; init; }

    /// <summary>The day from which the provider may stop serving it; null where none is announced.</summary>
    public DateOnly? Deprecation { get; init; }

    /// <summary>Whether this is what the bare name stood for, which an unpinned target then asks for.</summary>
    internal bool IsOfName => Source == Model;
}
