namespace Router.Pinning;

/// <summary>How a target stands against the lock.</summary>
public enum PinStatus
{
    /// <summary>The provider says what the lock holds.</summary>
    Unchanged,

    /// <summary>The lock does not hold it yet.</summary>
    Missing,

    /// <summary>Another version, or another schema, stands behind the name than when it was pinned.</summary>
    Drifted,

    /// <summary>Its end has been announced or moved since it was pinned, or has passed.</summary>
    Deprecated,

    /// <summary>The lock holds it, and no target asks for it any more.</summary>
    Stale,

    /// <summary>It cannot be pinned: an official model, a deployment, a model whose answers name no version.</summary>
    Unpinnable,

    /// <summary>The provider has no such model or version.</summary>
    Unresolvable,

    /// <summary>The provider failed, so that nothing is known.</summary>
    Failed,
}
