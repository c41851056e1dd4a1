using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>
/// No timer is longer than the whole request, and no wait longer than the longest one. Only what the author wrote is held to
/// it: a default that is longer than a short total simply never runs out.
/// </summary>
internal sealed class TimesRule : IConfigRule
{
    private static readonly TimeoutsConfig DefaultTimeouts = new();
    private static readonly RetryConfig DefaultRetry = new();
    private static readonly HedgingConfig DefaultHedging = new();
    private static readonly QueueConfig DefaultQueue = new();

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            string timeouts = ConfigPath.Property(path, "timeouts");
            TimeoutsConfig times = route.Timeouts;
            Limit total = new(ConfigPath.Property(timeouts, "total"), "total", times.Total);
            NotLonger(ConfigPath.Property(timeouts, "attempt"), times.Attempt, null, total, issues);
            NotLonger(ConfigPath.Property(timeouts, "firstToken"), times.FirstToken, DefaultTimeouts.FirstToken, total, issues);
            NotLonger(ConfigPath.Property(timeouts, "idle"), times.Idle, DefaultTimeouts.Idle, total, issues);

            string hedging = ConfigPath.Property(ConfigPath.Property(path, "hedging"), "delay");
            NotLonger(hedging, route.Hedging?.Delay, DefaultHedging.Delay, total, issues);
            if (times.Attempt is { } attempt)
            {
                Limit one = new(ConfigPath.Property(timeouts, "attempt"), "attempt", attempt);
                NotLonger(hedging, route.Hedging?.Delay, DefaultHedging.Delay, one, issues);
            }

            string queue = ConfigPath.Property(ConfigPath.Property(path, "queue"), "timeout");
            NotLonger(queue, route.Queue?.Timeout, DefaultQueue.Timeout, total, issues);

            string retry = ConfigPath.Property(path, "retry");
            Limit most = new(ConfigPath.Property(retry, "maxDelay"), "maxDelay", route.Retry.MaxDelay);
            NotLonger(ConfigPath.Property(retry, "baseDelay"), route.Retry.BaseDelay, DefaultRetry.BaseDelay, most, issues);
        }
    }

    private static void NotLonger(string path, TimeSpan? value, TimeSpan? byDefault, Limit limit, ConfigIssues issues)
    {
        bool judged = value > limit.Value && issues.IsWritten(path, value != byDefault);
        if (judged && !issues.Failed(path) && !issues.Failed(limit.Path))
        {
            issues.Error(path, $"must not be longer than '{limit.Name}', which is {limit.Value:c}.");
        }
    }

    private readonly record struct Limit(string Path, string Name, TimeSpan Value);
}
