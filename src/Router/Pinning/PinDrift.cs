namespace Router.Pinning;

/// <summary>One model of the configuration, or one entry of the lock, compared with what its provider says now. Immutable.</summary>
public sealed record PinDrift
{
    /// <summary>The provider's name in the configuration.</summary>
    public required string Provider { get; init; }

    /// <summary>The model, as the target names it.</summary>
    public required string Model { get; init; }

    /// <summary>What was asked: the model's name, or the target's own version.</summary>
    public required string Source { get; init; }

    /// <summary>How it stands.</summary>
    public required PinStatus Status { get; init; }

    /// <summary>What the lock held before; null where it held nothing.</summary>
    public PinLockEntry? Locked { get; init; }

    /// <summary>What the provider says now; null where it says nothing.</summary>
    public PinLockEntry? Resolved { get; init; }

    /// <summary>What is the matter, in a sentence, where the status alone does not say; null elsewhere. Holds no secret.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the lock and the providers no longer agree. What cannot be pinned is a disagreement only where it once was.</summary>
    public bool IsDrift => Status is PinStatus.Unpinnable ? Locked is not null : Status is not (PinStatus.Unchanged or PinStatus.Failed);
}
