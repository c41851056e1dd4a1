namespace Router.Pinning;

/// <summary>The defaults of pinning, and the forms of its file.</summary>
internal static class PinningDefaults
{
    internal const string LockFile = "providers.lock.json";

    /// <summary>The version of the lock file's format.</summary>
    internal const int LockVersion = 1;

    /// <summary>The longest lock file that is read, in bytes: 4 MiB, some ten thousand entries.</summary>
    internal const int MaxLockBytes = 4 * 1024 * 1024;

    internal const string DigestPrefix = "sha256:";
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    internal const string DayFormat = "yyyy-MM-dd";
}
