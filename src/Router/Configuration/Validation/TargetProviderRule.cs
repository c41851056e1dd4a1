using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Each target names a provider of the configuration, or a client given in code.</summary>
internal sealed class TargetProviderRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        // Without the list of providers every name would be unknown.
        if (issues.Failed("providers"))
        {
            return;
        }

        HashSet<string> known = new(config.Providers.Keys.Concat(context.Clients), StringComparer.OrdinalIgnoreCase);
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            for (int index = 0; index < route.Targets.Count; index++)
            {
                string name = route.Targets[index].Provider;
                string place = ConfigPath.Property(RoutePaths.Target(path, index), "provider");
                if (!known.Contains(name) && !issues.Failed(place) && !issues.Failed(RoutePaths.Target(path, index)))
                {
                    issues.UnknownName(
                        place, $"no provider is named '{Shown.Name(name)}'.", name, known.Order(StringComparer.Ordinal));
                }
            }
        }
    }
}
