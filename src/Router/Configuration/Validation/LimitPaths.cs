using Router.Admission;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Walks all limits with their paths.</summary>
internal static class LimitPaths
{
    internal static IEnumerable<(string Path, LimitsConfig Limits)> Of(RouterConfig config)
    {
        foreach ((string name, ProviderConfig provider) in config.Providers)
        {
            yield return (Under(ConfigPath.Property("providers", name)), provider.Limits);
        }

        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            yield return (Under(path), route.Limits);
            for (int index = 0; index < route.Targets.Count; index++)
            {
                yield return (Under(RoutePaths.Target(path, index)), route.Targets[index].Limits);
            }
        }

        foreach ((string name, TenantConfig tenant) in config.Tenants)
        {
            yield return (Under(ConfigPath.Property("tenants", name)), tenant.Limits);
        }

        yield return (Under("sessions"), config.Sessions.Limits);
    }

    internal static string Under(string owner) => ConfigPath.Property(owner, "limits");
}
