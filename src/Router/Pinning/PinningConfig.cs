namespace Router.Pinning;

/// <summary>Whether versions are checked, and where the lock file stands.</summary>
public sealed record PinningConfig
{
    /// <summary>How much it matters that a pinned version answers. Default: warn.</summary>
    public PinningMode Mode { get; init; } = PinningMode.Warn;

    /// <summary>The path of the lock file, beside the configuration. Default: <c>providers.lock.json</c>.</summary>
    public string LockFile { get; init; } = PinningDefaults.LockFile;
}
