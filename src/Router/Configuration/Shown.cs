namespace Router.Configuration;

/// <summary>
/// How a word of the configuration is repeated in a message. Keys get pasted into the wrong property, so what looks like one is
/// cut to its first characters, and so is what is too long to be a name.
/// </summary>
internal static class Shown
{
    private const int LongestName = 80;
    private const int ShortestKey = 20;
    private const int Kept = 3;

    internal static string Name(string value)
    {
        string clean = string.Concat(value.Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return LooksLikeKey(clean) || clean.Length > LongestName ? clean[..Math.Min(Kept, clean.Length)] + "…" : clean;
    }

    /// <summary>A target's name, which holds a model and perhaps a version.</summary>
    internal static string Label(string value) => string.Join('/', value.Split('/').Select(Name));

    /// <summary>A path, which may be long; control characters are replaced.</summary>
    internal static string Path(string value) =>
        value.Contains('/', StringComparison.Ordinal) || value.Contains('\\', StringComparison.Ordinal)
            ? string.Concat(value.Select(character => char.IsControl(character) ? '\uFFFD' : character))
            : Name(value);

    // A name has separators that keys lack, or no digits.
    private static bool LooksLikeKey(string value) =>
        value.Length >= ShortestKey
        && value.Any(char.IsAsciiDigit)
        && value.Any(char.IsAsciiLetter)
        && !value.Any(character => character is '/' or '.' or '@' or ':' or ' ');
}
