using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Each route names a registered strategy. Whoever pins asks no route, and need not know the application's own.</summary>
internal sealed class StrategyRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            string place = ConfigPath.Property(path, "strategy");
            if (!context.ForPinning && !context.Strategies.Contains(route.Strategy) && !issues.Failed(place))
            {
                issues.UnknownName(
                    place,
                    $"no strategy is named '{Shown.Name(route.Strategy)}'.",
                    route.Strategy,
                    context.Strategies.Order(StringComparer.Ordinal));
            }
        }
    }
}
