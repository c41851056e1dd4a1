using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.Configuration;
using Router.Telemetry;

namespace Router.Routing;

/// <summary>
/// The span and the metrics of a whole request: what was decided, never a second <c>chat</c> span and never content. Nothing is
/// computed while nobody listens.
/// </summary>
internal static class RouteTelemetry
{
    private static readonly Histogram<double> Duration = RouterDiagnostics.Meter.CreateHistogram(
        SemanticConventions.RouteDuration, "s", "A request from its start to its answer or its error, over all attempts.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = SemanticConventions.DurationBuckets });

    private static readonly Counter<long> Attempts = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.AttemptCount, "{attempt}", "Attempts by target and outcome.");

    private static readonly Counter<long> Fallbacks = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.FallbackCount, "{fallback}", "Moves from one target to another.");

    private static readonly Counter<long> Skips = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.SkipCount, "{skip}", "Targets that were not asked, by reason.");

    private static readonly Counter<long> Hedges = RouterDiagnostics.Meter.CreateCounter<long>(
        SemanticConventions.HedgeCount, "{hedge}", "Targets that started beside a slow one.");

    private static readonly Counter<double> Cost = RouterDiagnostics.Meter.CreateCounter<double>(
        SemanticConventions.Cost, "{USD}", "What attempts cost by the price table, in US dollars; what has no known price is not in it.");

    internal static Activity? Start(RouteInfo route, bool streaming)
    {
        if (!RouterDiagnostics.Source.HasListeners())
        {
            return null;
        }

        Activity? activity = RouterDiagnostics.Source.StartActivity($"{SemanticConventions.RouteSpan} {route.Name}");
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(SemanticConventions.Route, route.Name);
            activity.SetTag(SemanticConventions.Task, Lower(route.Task));
            activity.SetTag(SemanticConventions.Strategy, route.Strategy);
            activity.SetTag(SemanticConventions.RequestStream, streaming);
        }

        return activity;
    }

    internal static void Attempt(Activity? activity, RouteInfo route, RouteAttempt attempt)
    {
        if (Attempts.Enabled)
        {
            TagList tags = new()
            {
                { SemanticConventions.Route, route.Name },
                { SemanticConventions.Target, attempt.Target },
                { SemanticConventions.FailureClass, attempt.Class?.ToString() ?? "none" },
            };
            Attempts.Add(1, tags);
        }

        if (attempt.Cost is { } cost)
        {
            Bill(route, new TargetInfo(attempt.Target, attempt.Provider, attempt.Model, attempt.Version), cost);
        }

        if (activity is { IsAllDataRequested: true })
        {
            ActivityTagsCollection tags = new() { { SemanticConventions.Target, attempt.Target } };
            if (attempt.Cost is { } known)
            {
                tags.Add(SemanticConventions.UsageCost, (double)known);
            }

            if (attempt.Class is { } failureClass)
            {
                tags.Add(SemanticConventions.FailureClass, failureClass.ToString());
                tags.Add(SemanticConventions.FailureCode, attempt.Code);
                tags.Add(SemanticConventions.InDoubt, attempt.InDoubt);
            }

            activity.AddEvent(new ActivityEvent(SemanticConventions.AttemptEvent, tags: tags));
        }
    }

    internal static void Bill(RouteInfo route, TargetInfo target, decimal cost)
    {
        if (Cost.Enabled && cost > 0)
        {
            TagList tags = new()
            {
                { SemanticConventions.Route, route.Name },
                { SemanticConventions.Target, target.Name },
                { SemanticConventions.ProviderName, target.Provider },
                { SemanticConventions.RequestModel, target.Model },
            };
            Cost.Add((double)cost, tags);
        }
    }

    internal static void Fallback(Activity? activity, RouteInfo route, TargetInfo from, TargetInfo to)
    {
        if (Fallbacks.Enabled)
        {
            TagList tags = new()
            {
                { SemanticConventions.Route, route.Name },
                { SemanticConventions.FallbackFrom, from.Name },
                { SemanticConventions.Target, to.Name },
            };
            Fallbacks.Add(1, tags);
        }

        AddEvent(activity, SemanticConventions.FallbackEvent, (SemanticConventions.FallbackFrom, from.Name), (SemanticConventions.Target, to.Name));
    }

    internal static void Hedge(Activity? activity, RouteInfo route, TargetInfo slow, TargetInfo further)
    {
        if (Hedges.Enabled)
        {
            TagList tags = new() { { SemanticConventions.Route, route.Name }, { SemanticConventions.Target, further.Name } };
            Hedges.Add(1, tags);
        }

        AddEvent(activity, SemanticConventions.HedgeEvent, (SemanticConventions.FallbackFrom, slow.Name), (SemanticConventions.Target, further.Name));
    }

    internal static void Skip(Activity? activity, RouteInfo route, TargetInfo target, SkipReason reason)
    {
        if (Skips.Enabled)
        {
            TagList tags = new()
            {
                { SemanticConventions.Route, route.Name },
                { SemanticConventions.Target, target.Name },
                { SemanticConventions.SkipReason, reason.ToString() },
            };
            Skips.Add(1, tags);
        }

        AddEvent(activity, SemanticConventions.SkipEvent, (SemanticConventions.Target, target.Name), (SemanticConventions.SkipReason, reason.ToString()));
    }

    internal static void Retry(Activity? activity, TargetInfo target, TimeSpan delay) =>
        AddEvent(activity, SemanticConventions.RetryEvent, (SemanticConventions.Target, target.Name), (SemanticConventions.DelayMilliseconds, delay.TotalMilliseconds));

    internal static void Wait(Activity? activity, TimeSpan wait) =>
        AddEvent(activity, SemanticConventions.WaitEvent, (SemanticConventions.DelayMilliseconds, wait.TotalMilliseconds));

    internal static void End(Activity? activity, RouteInfo route, TargetInfo? target, int attempts, TimeSpan duration, decimal? cost, Exception? exception)
    {
        string? error = exception is null ? null : exception is RouteException failed ? failed.Class.ToString() : exception.GetType().FullName;
        if (Duration.Enabled)
        {
            TagList tags = new() { { SemanticConventions.Route, route.Name } };
            if (error is not null)
            {
                tags.Add(SemanticConventions.ErrorType, error);
            }

            Duration.Record(duration.TotalSeconds, tags);
        }

        if (activity is null)
        {
            return;
        }

        activity.SetTag(SemanticConventions.Target, target?.Name);
        activity.SetTag(SemanticConventions.Attempts, attempts);
        if (cost is { } known)
        {
            activity.SetTag(SemanticConventions.UsageCost, (double)known);
        }

        if (error is not null)
        {
            activity.SetTag(SemanticConventions.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }

    private static void AddEvent(Activity? activity, string name, params ReadOnlySpan<(string Key, object? Value)> tags)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        ActivityTagsCollection collection = [];
        foreach ((string key, object? value) in tags)
        {
            collection.Add(key, value);
        }

        activity.AddEvent(new ActivityEvent(name, tags: collection));
    }

    private static string Lower(RouteTask task) => task == RouteTask.Image ? "image" : "chat";
}
