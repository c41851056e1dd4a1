using System.Globalization;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Canaries stand under the strategy that reads them, beside a target that keeps the greater rest.</summary>
internal sealed class CanaryRule : IConfigRule
{
    private const string Canary = "canary";

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            List<string> places =
                [.. route.Targets.Select((_, index) => ConfigPath.Property(RoutePaths.Target(path, index), "canary"))];
            if (issues.Failed(ConfigPath.Property(path, "strategy")) || places.Exists(issues.Failed))
            {
                continue;
            }

            if (!ConfigNames.Same(route.Strategy, Canary))
            {
                Refuse(places, route, issues);
            }
            else if (RoutePaths.TargetsAreRead(path, route, issues))
            {
                CheckShares(ConfigPath.Property(path, "targets"), route, issues);
            }
        }
    }

    private static void Refuse(List<string> places, RouteConfig route, ConfigIssues issues)
    {
        for (int index = 0; index < places.Count; index++)
        {
            if (route.Targets[index].Canary is not null)
            {
                issues.Error(
                    places[index],
                    $"'canary' has an effect under the strategy '{Canary}' alone, and this route's is '{Shown.Name(route.Strategy)}'.");
            }
        }
    }

    private static void CheckShares(string place, RouteConfig route, ConfigIssues issues)
    {
        // In decimal ten tenths are one.
        decimal[] shares = [.. route.Targets.Where(target => target.Canary is not null).Select(target => (decimal)target.Canary!.Value)];
        if (shares.Length == 0)
        {
            issues.Error(place, "the strategy 'canary' needs a target with a 'canary' share, such as 0.05.");
        }
        else if (shares.Length == route.Targets.Count)
        {
            issues.Error(place, "the strategy 'canary' needs a target without a 'canary' share, which keeps the rest.");
        }
        else if (shares.Sum() >= 1)
        {
            string sum = shares.Sum().ToString("0.####", CultureInfo.InvariantCulture);
            issues.Error(place, $"the 'canary' shares come to {sum}; together they must stay below 1.");
        }
    }
}
