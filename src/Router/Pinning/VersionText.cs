namespace Router.Pinning;

/// <summary>Makes what a provider calls a version fit for a log, a span and a message.</summary>
internal static class VersionText
{
    private const int Longest = 128;

    /// <summary>The name, cut where it is too long for one; what no name of a model holds becomes a question mark.</summary>
    internal static string? Clean(string? version) => version is null ? null
        : version.Length <= Longest && version.All(IsUsual) ? version
        : string.Create(Math.Min(version.Length, Longest), version, static (text, source) =>
        {
            for (int index = 0; index < text.Length; index++)
            {
                text[index] = IsUsual(source[index]) ? source[index] : '?';
            }
        });

    private static bool IsUsual(char c) => char.IsAsciiLetterOrDigit(c) || "-._:/@+".Contains(c, StringComparison.Ordinal);
}
