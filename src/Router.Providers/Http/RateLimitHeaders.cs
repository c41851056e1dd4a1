using System.Globalization;
using System.Net.Http.Headers;
using Router.Adapters;

namespace Router.Providers.Http;

/// <summary>
/// Reads what a provider's headers tell of its limits. What is absent, odd, or said twice is taken for not said; none of it throws.
/// </summary>
internal static class RateLimitHeaders
{
    /// <summary>No limit is believed above this. 10^12.</summary>
    internal const long Largest = 1_000_000_000_000;

    /// <summary>OpenAI's <c>x-ratelimit-{limit,remaining,reset}-{requests,tokens}</c>, the resets in Go's notation. Null where there are none.</summary>
    internal static RateLimitObservation? OpenAI(HttpResponseHeaders headers) => Told(new RateLimitObservation
    {
        RequestLimit = Count(headers, "x-ratelimit-limit-requests"),
        RequestsRemaining = Count(headers, "x-ratelimit-remaining-requests"),
        RequestsReset = Believed(GoDuration.Parse(Single(headers, "x-ratelimit-reset-requests"))),
        TokenLimit = Count(headers, "x-ratelimit-limit-tokens"),
        TokensRemaining = Count(headers, "x-ratelimit-remaining-tokens"),
        TokensReset = Believed(GoDuration.Parse(Single(headers, "x-ratelimit-reset-tokens"))),
    });

    /// <summary>
    /// Replicate's <c>ratelimit-remaining</c> and <c>ratelimit-reset</c>, in whole seconds; it does not tell the limit itself.
    /// Null where there are none.
    /// </summary>
    internal static RateLimitObservation? Replicate(HttpResponseHeaders headers) => Told(new RateLimitObservation
    {
        RequestsRemaining = Count(headers, "ratelimit-remaining"),
        RequestsReset = Count(headers, "ratelimit-reset") is { } seconds ? Believed(RetryAfter.FromSeconds(seconds)) : null,
    });

    private static RateLimitObservation? Told(RateLimitObservation observation) =>
        observation == new RateLimitObservation() ? null : observation;

    private static long? Count(HttpResponseHeaders headers, string name) =>
        long.TryParse(Single(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count <= Largest ? count : null;

    // Longer waits were cut to the longest, which nobody said.
    private static TimeSpan? Believed(TimeSpan? reset) => reset < RetryAfter.Longest ? reset : null;

    /// <summary>The value of a header that was sent once; a proxy's second one makes both worthless.</summary>
    private static string? Single(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) && values.Count == 1 ? values.ToString().Trim() : null;
}
