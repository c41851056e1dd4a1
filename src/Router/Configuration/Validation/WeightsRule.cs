using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Weights stand under the strategy that reads them, and leave it somebody to ask.</summary>
internal sealed class WeightsRule : IConfigRule
{
    private const string Weighted = "weighted";
    private const double Default = 1;

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            if (issues.Failed(ConfigPath.Property(path, "strategy")))
            {
                continue;
            }

            if (!ConfigNames.Same(route.Strategy, Weighted))
            {
                RefuseWritten(path, route, issues);
            }
            else if (RoutePaths.TargetsAreRead(path, route, issues) && route.Targets.All(target => target.Weight == 0))
            {
                issues.Error(
                    ConfigPath.Property(path, "targets"), "every 'weight' is 0, so that nobody would be asked; one must be above 0.");
            }
        }
    }

    private static void RefuseWritten(string path, RouteConfig route, ConfigIssues issues)
    {
        for (int index = 0; index < route.Targets.Count; index++)
        {
            string place = ConfigPath.Property(RoutePaths.Target(path, index), "weight");
            bool differs = route.Targets[index].Weight != Default;
            if ((differs || issues.IsWritten(place, differs)) && !issues.Failed(place))
            {
                issues.Error(
                    place, $"'weight' has an effect under the strategy '{Weighted}' alone, and this route's is '{Shown.Name(route.Strategy)}'.");
            }
        }
    }
}
