namespace Router.Pinning;

/// <summary>The defaults of pinning.</summary>
internal static class PinningDefaults
{
    internal const string LockFile = "providers.lock.json";
}
