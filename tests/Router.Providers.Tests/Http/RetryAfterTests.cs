using Router.Providers.Http;
using Router.TestKit;

namespace Router.Providers.Tests.Http;

public sealed class RetryAfterTests
{
    private static readonly ManualTimeProvider Clock = new();

    [Theory]
    [InlineData("Retry-After: 56", 56_000)]
    [InlineData("Retry-After: 1.5", 1_500)]
    [InlineData("Retry-After: 0", 0)]
    [InlineData("Retry-After: -3", 0)]
    [InlineData("Retry-After: 99999999999999999999", 86_400_000)]
    [InlineData("Retry-After: 1e400", null)]
    [InlineData("Retry-After: NaN", null)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("Retry-After:  ", null)]
    [InlineData("retry-after-ms: 84", 84)]
    [InlineData("x-ms-retry-after-ms: 300", 300)]
    [InlineData("retry-after-ms: 84|Retry-After: 10", 84)]
    [InlineData("retry-after-ms: x|Retry-After: 10", 10_000)]
    [InlineData("Retry-After: Fri, 02 Jan 2026 03:04:35 GMT", 30_000)]
    [InlineData("Retry-After: Friday, 02-Jan-26 03:04:35 GMT", 30_000)]
    [InlineData("Retry-After: Fri Jan  2 03:04:35 2026", 30_000)]
    [InlineData("Retry-After: Fri, 02 Jan 2026 03:00:00 GMT", 0)]
    [InlineData("Retry-After: Fri, 01 Jan 2100 00:00:00 GMT", 86_400_000)]
    [InlineData("Retry-After: Fri, 02 Jan 2026 03:04:35 GMT|Date: Fri, 02 Jan 2026 03:04:34 GMT", 1_000)]
    [InlineData("Retry-After: Fri, 32 Jan 2026 03:04:35 GMT", null)]
    [InlineData("Other: 1", null)]
    public void The_stated_wait_is_read_from_headers(string headers, int? milliseconds) =>
        (RetryAfter.FromHeaders(Headers(headers), Clock)?.TotalMilliseconds).Should().Be(milliseconds);

    [Theory]
    [InlineData("2ms", 2)]
    [InlineData("1s", 1_000)]
    [InlineData("6m0s", 360_000)]
    [InlineData("1h2m3.5s", 3_723_500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("500µs", 0.5)]
    [InlineData("0s", 0)]
    public void Durations_in_gos_notation_are_read(string text, double milliseconds) =>
        GoDuration.Parse(text)!.Value.TotalMilliseconds.Should().Be(milliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1s1")]
    [InlineData("1..5s")]
    [InlineData("-1s")]
    public void Other_durations_are_null(string text) => GoDuration.Parse(text).Should().BeNull();

    [Theory]
    [InlineData("Your rate limit resets in ~5s.", "resets in", 5_000)]
    [InlineData("Please try again in 84ms. Visit", "try again in", 84)]
    [InlineData("Please TRY AGAIN IN 1m12.5s. Visit", "try again in", 72_500)]
    public void A_wait_in_a_sentence_is_read(string text, string marker, double milliseconds) =>
        RetryAfter.FromText(text, marker)!.Value.TotalMilliseconds.Should().Be(milliseconds);

    [Fact]
    public void A_sentence_without_a_wait_is_null()
    {
        RetryAfter.FromText("try again in a moment", "try again in").Should().BeNull();
        RetryAfter.FromText("no", "try again in").Should().BeNull();
        RetryAfter.FromSeconds(double.NaN).Should().BeNull();
    }

    private static System.Net.Http.Headers.HttpResponseHeaders Headers(string lines)
    {
        HttpResponseMessage response = new();
        foreach (string line in lines.Split('|'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            response.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..]);
        }

        return response.Headers;
    }
}
