using System.Globalization;
using System.Text;

namespace Router.Routing;

/// <summary>The texts of <see cref="RouteException"/>: names, classes, codes and times, never anything a request or an answer held.</summary>
internal static class RouteMessages
{
    internal static string Exhausted(
        string route, IReadOnlyList<RouteAttempt> attempts, IReadOnlyList<SkippedTarget>? skipped, TimeSpan? soonest, bool outOfTime, string? queueFault)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Route '{route}' could not answer");
        text.Append(outOfTime ? " within its total timeout." : attempts.Count == 0 ? ": no target could be asked." : ".");
        foreach (RouteAttempt attempt in attempts)
        {
            text.Append(' ').Append(Describe(attempt)).Append('.');
        }

        foreach (SkippedTarget skip in skipped ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $" {skip.Target} skipped: {skip.Detail}.");
        }

        if (queueFault is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" In the end {queueFault}.");
        }

        if (soonest is { } wait)
        {
            text.Append(CultureInfo.InvariantCulture, $" The soonest target returns in {wait.TotalSeconds:0.###} s.");
        }

        return text.ToString();
    }

    internal static string Committed(string route, RouteAttempt attempt) =>
        $"Route '{route}' failed after part of the answer had been handed on, so no other target was asked. {Describe(attempt)}.";

    private static string Describe(RouteAttempt attempt)
    {
        string status = attempt.StatusCode is { } code ? $" {code}" : "";
        string providerCode = attempt.Code is { } text ? $" ({text})" : "";
        string doubt = attempt.InDoubt ? ", billed work may have started" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{attempt.Target}: {attempt.Class?.ToString() ?? "answered"}{status}{providerCode} after {attempt.Duration.TotalMilliseconds:0} ms{doubt}");
    }
}
