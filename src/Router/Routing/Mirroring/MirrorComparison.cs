namespace Router.Routing.Mirroring;

/// <summary>How the answer of a mirror differs from the one that the caller got. Holds no text of either.</summary>
/// <param name="SameText">Whether the texts are equal, character by character.</param>
/// <param name="PrimaryLength">The length of the caller's answer, in characters.</param>
/// <param name="MirrorLength">The length of the mirror's answer, in characters.</param>
/// <param name="SameFinishReason">Whether both ended for the same reason.</param>
/// <param name="SameToolCalls">Whether both ask for the same tools with the same arguments in the same order.</param>
/// <param name="DurationDifference">How much longer the mirror took; null where one of them is not known.</param>
/// <param name="CostDifference">How much more the mirror cost, in US dollars; null where one of them is not known.</param>
internal sealed record MirrorComparison(
    bool SameText,
    long PrimaryLength,
    long MirrorLength,
    bool SameFinishReason,
    bool SameToolCalls,
    TimeSpan? DurationDifference,
    decimal? CostDifference)
{
    internal static MirrorComparison Of(MirrorAnswer primary, MirrorAnswer mirrored, Func<RouteReport, decimal?> costOf) => new(
        primary.Length == mirrored.Length && primary.TextHash == mirrored.TextHash,
        primary.Length,
        mirrored.Length,
        primary.FinishReason == mirrored.FinishReason,
        SameCalls(primary.ToolCalls, mirrored.ToolCalls),
        mirrored.Report?.Duration - primary.Report?.Duration,
        Cost(mirrored, costOf) - Cost(primary, costOf));

    private static decimal? Cost(MirrorAnswer answer, Func<RouteReport, decimal?> costOf) =>
        answer.Report is { } report ? costOf(report) : null;

    private static bool SameCalls(List<MirrorToolCall> primary, List<MirrorToolCall> mirrored)
    {
        if (primary.Count != mirrored.Count)
        {
            return false;
        }

        for (int index = 0; index < primary.Count; index++)
        {
            if (!primary[index].Matches(mirrored[index]))
            {
                return false;
            }
        }

        return true;
    }
}
