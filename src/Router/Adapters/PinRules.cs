namespace Router.Adapters;

/// <summary>The usual ways in which providers say which version served an answer.</summary>
public static class PinRules
{
    /// <summary>The additional property in which an answer names the digest that served it: <c>version</c>.</summary>
    public const string DigestProperty = "version";

    /// <summary>
    /// The answer's model is the pinned snapshot, compared as text. An unpinned name may be answered by itself or by any snapshot of
    /// its own: the name, a hyphen and more. Images name no model, so for them nothing can be proven.
    /// </summary>
    public static IPinRule Snapshot { get; } = new SnapshotPinRule();

    /// <summary>
    /// The answer's property <see cref="DigestProperty"/> is the pinned digest of 64 hex digits. The digest stands in the target's
    /// version, or after the colon of <c>owner/name:digest</c>.
    /// </summary>
    public static IPinRule Digest { get; } = new DigestPinRule();

    /// <summary>
    /// The answer repeats the requested model whatever served it, so that nothing can be proven; an answer that names another model is
    /// one all the same.
    /// </summary>
    public static IPinRule Echo { get; } = new EchoPinRule();
}
