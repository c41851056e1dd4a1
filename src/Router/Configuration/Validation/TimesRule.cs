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

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            string timeouts = ConfigPath.Property(path, "timeouts");
            TimeoutsConfig times = route.Timeouts;
            NotLonger(timeouts, "attempt", times.Attempt, null, "total", times.Total, issues);
            NotLonger(timeouts, "firstToken", times.FirstToken, DefaultTimeouts.FirstToken, "total", times.Total, issues);
            NotLonger(timeouts, "idle", times.Idle, DefaultTimeouts.Idle, "total", times.Total, issues);

            string retry = ConfigPath.Property(path, "retry");
            NotLonger(
                retry, "baseDelay", route.Retry.BaseDelay, DefaultRetry.BaseDelay, "maxDelay", route.Retry.MaxDelay, issues);
        }
    }

    private static void NotLonger(
        string parent, string name, TimeSpan? value, TimeSpan? byDefault, string limitName, TimeSpan limit, ConfigIssues issues)
    {
        string path = ConfigPath.Property(parent, name);
        bool judged = value > limit && issues.IsWritten(path, value != byDefault);
        if (judged && !issues.Failed(path) && !issues.Failed(ConfigPath.Property(parent, limitName)))
        {
            issues.Error(path, $"must not be longer than '{limitName}', which is {limit:c}.");
        }
    }
}
