using System.Globalization;
using System.Net.Http.Headers;

namespace Router.Providers.Http;

/// <summary>
/// Reads how long a provider asks to be left alone. What cannot be read is null, what lies in the past is zero, and nothing is
/// longer than <see cref="Longest"/>.
/// </summary>
internal static class RetryAfter
{
    private static readonly string[] DateFormats =
        ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <summary>No answer is believed for longer than this; after it the provider is asked again. 24 hours.</summary>
    internal static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>
    /// From the headers all providers share: <c>retry-after-ms</c>, <c>x-ms-retry-after-ms</c>, then <c>Retry-After</c> in
    /// seconds (fractions too) or as a date. A date is measured against the answer's own <c>Date</c>, else against the clock.
    /// </summary>
    internal static TimeSpan? FromHeaders(HttpResponseHeaders headers, TimeProvider time) =>
        FromNumber(HeaderText.First(headers, "retry-after-ms"), 0.001)
        ?? FromNumber(HeaderText.First(headers, "x-ms-retry-after-ms"), 0.001)
        ?? FromRetryAfter(headers, time);

    /// <summary>From a header that holds seconds, such as <c>ratelimit-reset</c>.</summary>
    internal static TimeSpan? FromSecondsHeader(HttpResponseHeaders headers, string name) =>
        FromNumber(HeaderText.First(headers, name), 1);

    /// <summary>From a number of seconds, such as the <c>retry_after</c> of a body. NaN is null.</summary>
    internal static TimeSpan? FromSeconds(double seconds) => seconds switch
    {
        double.NaN => null,
        <= 0 => TimeSpan.Zero,
        _ when seconds >= Longest.TotalSeconds => Longest,
        _ => TimeSpan.FromSeconds(seconds),
    };

    /// <summary>
    /// From a sentence: the duration after <paramref name="marker"/>, such as <c>resets in ~5s</c> or <c>try again in 84ms</c>.
    /// </summary>
    internal static TimeSpan? FromText(ReadOnlySpan<char> text, ReadOnlySpan<char> marker)
    {
        int at = text.IndexOf(marker, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : GoDuration.ParsePrefix(text[(at + marker.Length)..].TrimStart(" ~"));
    }

    private static TimeSpan? FromRetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        string? text = HeaderText.First(headers, "Retry-After");
        if (text is null)
        {
            return null;
        }

        if (FromNumber(text, 1) is { } wait)
        {
            return wait;
        }

        if (ParseDate(text) is not { } at)
        {
            return null;
        }

        DateTimeOffset now = ParseDate(HeaderText.First(headers, "Date")) ?? time.GetUtcNow();
        return FromSeconds((at - now).TotalSeconds);
    }

    private static DateTimeOffset? ParseDate(string? text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)
            ? date
            : null;

    private static TimeSpan? FromNumber(string? text, double unit) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double number)
            ? FromSeconds(number * unit)
            : null;
}
