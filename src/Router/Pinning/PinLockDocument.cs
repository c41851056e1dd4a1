namespace Router.Pinning;

/// <summary>The lock file as its JSON is written. What is missing is null, so that the reader can say so.</summary>
internal sealed record PinLockDocument
{
    /// <summary>The version of this format.</summary>
    public int? LockVersion { get; init; }

    public IReadOnlyList<PinLockRecord?>? Pins { get; init; }
}
