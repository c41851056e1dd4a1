using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.Telemetry;

namespace Router.Routing.Mirroring;

/// <summary>The span and the metrics of mirrored requests, without content. Nothing is computed while nobody listens.</summary>
internal static class MirrorTelemetry
{
    private const string Primary = "primary";
    private const string Mirror = "mirror";

    private static readonly Counter<long> Requests = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.MirrorCount, "{request}", "Requests that came up for mirroring, by outcome.");

    private static readonly Counter<long> Differences = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.MirrorDifferenceCount, "{difference}", "Compared answers that differ, by aspect.");

    private static readonly Histogram<double> Duration = RouterDiagnostics.Meter.CreateHistogram(
        SemanticConventions.MirrorDuration, "s", "Compared requests from start to answer, the caller's and the mirror's.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = SemanticConventions.DurationBuckets });

    private static readonly Counter<double> Cost = RouterDiagnostics.Meter.CreateCounter<double>(
        SemanticConventions.MirrorCost, "{USD}", "What compared requests cost, the caller's and the mirror's.");

    /// <summary>Begins the span of a mirrored request: one of its own, since it belongs to no request that waits for it.</summary>
    internal static Activity? Start(string route, string mirror, ActivityContext? cause)
    {
        if (!RouterDiagnostics.Source.HasListeners())
        {
            return null;
        }

        ActivityLink[]? links = cause is { } context ? [new ActivityLink(context)] : null;
        Activity? activity = RouterDiagnostics.Source.StartActivity(
            ActivityKind.Internal, links: links, name: $"{SemanticConventions.MirrorSpan} {route}");
        activity?.SetTag(SemanticConventions.Route, route);
        activity?.SetTag(SemanticConventions.MirrorRoute, mirror);
        return activity;
    }

    internal static void Count(string route, string mirror, string outcome)
    {
        if (Requests.Enabled)
        {
            Requests.Add(1, Tags(route, mirror, SemanticConventions.MirrorOutcome, outcome));
        }
    }

    internal static void Compare(
        Activity? activity, string route, string mirror, MirrorComparison comparison, MirrorAnswer primary, MirrorAnswer mirrored,
        Func<RouteReport, decimal?> costOf)
    {
        Differ(route, mirror, "text", comparison.SameText);
        Differ(route, mirror, "finish_reason", comparison.SameFinishReason);
        Differ(route, mirror, "tool_calls", comparison.SameToolCalls);
        Record(route, mirror, Primary, primary.Report, costOf);
        Record(route, mirror, Mirror, mirrored.Report, costOf);
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.AddEvent(new ActivityEvent(SemanticConventions.MirrorEvent, tags: new ActivityTagsCollection
        {
            { SemanticConventions.MirrorSameText, comparison.SameText },
            { SemanticConventions.MirrorSameFinishReason, comparison.SameFinishReason },
            { SemanticConventions.MirrorSameToolCalls, comparison.SameToolCalls },
            { SemanticConventions.MirrorPrimaryLength, comparison.PrimaryLength },
            { SemanticConventions.MirrorLength, comparison.MirrorLength },
            { SemanticConventions.MirrorDurationDifference, comparison.DurationDifference?.TotalSeconds },
            { SemanticConventions.MirrorCostDifference, (double?)comparison.CostDifference },
        }));
    }

    internal static void End(Activity? activity, string outcome, string? error, TimeSpan duration, ActivityContext? request)
    {
        if (activity is null)
        {
            return;
        }

        if (request is { } context)
        {
            activity.AddLink(new ActivityLink(context));
        }

        activity.SetTag(SemanticConventions.MirrorOutcome, outcome);
        if (error is not null)
        {
            activity.SetTag(SemanticConventions.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        // The wait for the caller's own answer is no part of it.
        activity.SetEndTime(activity.StartTimeUtc + (duration > TimeSpan.Zero ? duration : TimeSpan.FromTicks(1)));
        activity.Dispose();
    }

    private static void Differ(string route, string mirror, string aspect, bool same)
    {
        if (!same && Differences.Enabled)
        {
            Differences.Add(1, Tags(route, mirror, SemanticConventions.MirrorAspect, aspect));
        }
    }

    private static void Record(string route, string mirror, string side, RouteReport? report, Func<RouteReport, decimal?> costOf)
    {
        if (report is null)
        {
            return;
        }

        TagList tags = Tags(route, mirror, SemanticConventions.MirrorSide, side);
        Duration.Record(report.Duration.TotalSeconds, tags);
        if (costOf(report) is { } cost && cost > 0)
        {
            Cost.Add((double)cost, tags);
        }
    }

    private static TagList Tags(string route, string mirror, string key, string value) =>
        new() { { SemanticConventions.Route, route }, { SemanticConventions.MirrorRoute, mirror }, { key, value } };
}
