using System.Globalization;
using Router.Emulators.Http;

namespace Router.Emulators.OpenAI;

/// <summary>The x-ratelimit headers, with the several forms of Go's durations in turn.</summary>
internal static class RateLimitHeaders
{
    private static readonly string[] Resets = ["2ms", "1s", "6m0s", "1h2m3.5s"];

    public static EmulatorResponse Add(EmulatorResponse response, int number) => response
        .WithHeader("openai-organization", "org-emulated")
        .WithHeader("x-ratelimit-limit-requests", "30000")
        .WithHeader("x-ratelimit-remaining-requests", Math.Max(0, 30000 - number).ToString(CultureInfo.InvariantCulture))
        .WithHeader("x-ratelimit-reset-requests", Resets[(number - 1) % Resets.Length])
        .WithHeader("x-ratelimit-limit-tokens", "150000000")
        .WithHeader("x-ratelimit-remaining-tokens", "149999000")
        .WithHeader("x-ratelimit-reset-tokens", "0s");
}
