using System.Globalization;
using System.Text.RegularExpressions;

namespace Router.Configuration.Binding;

/// <summary>The one form of a duration, and a guess at what other forms mean.</summary>
internal static partial class Duration
{
    internal const string Form = "hh:mm:ss (such as 00:00:30, or 1.00:00:00 for a day)";

    internal static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        // TimeSpan alone would take "30" for 30 days.
        return Written().IsMatch(text) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The right form of <c>30s</c>, <c>500 ms</c>, <c>PT1M30S</c>, <c>30</c> (seconds) and the like; null for others.</summary>
    internal static string? Suggest(string text)
    {
        Match match = Spoken().Match(text);
        if (!match.Success)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double bare) ? Write(bare) : null;
        }

        return Write(Part(match, "days", 86_400) + Part(match, "hours", 3_600) + Part(match, "minutes", 60)
            + Part(match, "seconds", 1) + Part(match, "milliseconds", 0.001));
    }

    private static string? Write(double seconds) =>
        seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture) : null;

    private static double Part(Match match, string name, double seconds) =>
        match.Groups[name] is { Success: true } group
            && double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value * seconds
            : 0;

    [GeneratedRegex(@"^-?(\d{1,7}\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    [GeneratedRegex(
        """
        ^\s*(?:P?\s*)
        (?:(?<days>\d+(?:\.\d+)?)\s*d(?:ays?)?\s*)?T?
        (?:(?<hours>\d+(?:\.\d+)?)\s*h(?:(?:ou)?rs?)?\s*)?
        (?:(?<minutes>\d+(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?(?!s)\s*)?
        (?:(?<seconds>\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?\s*)?
        (?:(?<milliseconds>\d+(?:\.\d+)?)\s*m(?:illi)?s(?:ec(?:ond)?s?)?\s*)?\z
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spoken();
}
