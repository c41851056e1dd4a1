namespace Router.Adapters;

/// <summary>The form of a digest and of the names that hold one.</summary>
internal static class DigestForm
{
    internal const int Length = 64;

    internal static bool IsDigest(string text) => text.Length == Length && text.All(char.IsAsciiHexDigit);

    /// <summary>What follows the colon of <c>owner/name:version</c>, whatever it is; null where there is no colon.</summary>
    internal static string? WithinName(string model) =>
        model.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? model[(colon + 1)..] : null;
}
