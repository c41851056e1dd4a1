using Router.Adapters;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Each provider's type agrees with its settings and with the models that routes ask of it.</summary>
internal sealed class ProviderTypeRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string name, ProviderConfig provider) in config.Providers)
        {
            // A type may rely on what the declaration of its settings promises.
            string path = ConfigPath.Property("providers", name);
            if (issues.FailedUnder(path) || context.FindProviderType(provider.Type) is not { } type)
            {
                continue;
            }

            List<string> errors = [];
            try
            {
                type.Validate(provider.Settings, Models(config, name, issues), errors);
            }
            catch (Exception exception)
            {
                issues.Failure(path, $"the settings could not be checked by the type '{type.Name}'", exception, provider.Settings);
            }

            foreach (string error in errors)
            {
                issues.Error(path, error);
            }
        }
    }

    private static List<ModelReference> Models(RouterConfig config, string provider, ConfigIssues issues)
    {
        IEnumerable<ModelReference> models =
            from route in RoutePaths.Of(config)
            from entry in route.Route.Targets.Select((target, index) => (Target: target, Path: RoutePaths.Target(route.Path, index)))
            where entry.Target.Provider.Equals(provider, StringComparison.OrdinalIgnoreCase) && !issues.FailedUnder(entry.Path)
            select new ModelReference(entry.Target.Model, entry.Target.Version);
        return [.. models.Distinct()];
    }
}
