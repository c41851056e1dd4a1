using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Hedging has a second target to ask, and nothing that is paid twice.</summary>
internal sealed class HedgingRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            string place = ConfigPath.Property(path, "hedging");
            if (route.Hedging is null || issues.Failed(place))
            {
                continue;
            }

            if (route.Task == RouteTask.Image && !issues.Failed(ConfigPath.Property(path, "task")))
            {
                issues.Error(place, "hedging pays twice for images; it is for chat alone.");
            }
            else if (route.Targets.Count == 1)
            {
                issues.Error(place, "hedging needs a second target to ask, and this route has one.");
            }
            else
            {
                CheckMost(ConfigPath.Property(place, "maxHedges"), path, route, route.Hedging, issues);
            }
        }
    }

    private static void CheckMost(string place, string path, RouteConfig route, HedgingConfig hedging, ConfigIssues issues)
    {
        int others = route.Targets.Count - 1;
        if (hedging.MaxHedges > others && RoutePaths.TargetsAreRead(path, route, issues) && !issues.Failed(place))
        {
            issues.Error(place, $"must not be more than the other targets of this route, of which there {(others == 1 ? "is" : "are")} {others}.");
        }

        if (hedging.MaxHedges >= route.MaxAttempts && !issues.Failed(place) && !issues.Failed(ConfigPath.Property(path, "maxAttempts")))
        {
            issues.Error(place, $"must be below 'maxAttempts', which is {route.MaxAttempts}: a hedge is an attempt beside the first.");
        }
    }
}
