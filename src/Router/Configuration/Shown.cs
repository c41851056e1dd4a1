using System.Text.RegularExpressions;

namespace Router.Configuration;

/// <summary>
/// How a word of the configuration is repeated in a message. Keys get pasted into the wrong property, so whatever looks like
/// part of one is cut to its first characters. Names, models and paths are left whole.
/// </summary>
internal static partial class Shown
{
    private const int Longest = 160;
    private const int Kept = 3;

    internal static string Name(string value)
    {
        string clean = KeyPart().Replace(value, match => match.Value[..Kept] + "…");
        clean = string.Concat(clean.Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return clean.Length > Longest ? clean[..Longest] + "…" : clean;
    }

    // Letters and digits mixed, without a separator for longer than a name ever goes.
    [GeneratedRegex("(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPart();
}
