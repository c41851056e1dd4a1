using System.Buffers;
using System.Globalization;

namespace Router.Providers.Http;

/// <summary>Durations in Go's notation, as rate limit headers write them: <c>2ms</c>, <c>1s</c>, <c>6m0s</c>, <c>1h2m3.5s</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>The duration that is the whole text; null where it is none.</summary>
    internal static TimeSpan? Parse(ReadOnlySpan<char> text) => Scan(text, out int length) is { } found && length == text.Length ? found : null;

    /// <summary>The duration a text begins with; null where it begins with none.</summary>
    internal static TimeSpan? ParsePrefix(ReadOnlySpan<char> text) => Scan(text, out _);

    private static TimeSpan? Scan(ReadOnlySpan<char> text, out int length)
    {
        double seconds = 0;
        length = 0;
        while (length < text.Length)
        {
            ReadOnlySpan<char> rest = text[length..];
            int digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || Unit(rest[digits..]) is not { Length: > 0 } unit
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                break;
            }

            seconds += number * unit.Seconds;
            length += digits + unit.Length;
        }

        return length == 0 ? null : RetryAfter.FromSeconds(seconds);
    }

    private static (int Length, double Seconds) Unit(ReadOnlySpan<char> text) => text switch
    {
        ['m', 's', ..] => (2, 1e-3),
        ['u' or 'µ' or 'μ', 's', ..] => (2, 1e-6),
        ['n', 's', ..] => (2, 1e-9),
        ['d', ..] => (1, 86_400),
        ['h', ..] => (1, 3_600),
        ['m', ..] => (1, 60),
        ['s', ..] => (1, 1),
        _ => default,
    };
}
