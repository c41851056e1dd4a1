using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Each provider has a registered type, every setting that the type requires, and none in a wrong form.</summary>
internal sealed class ProviderSettingsRule : IConfigRule
{
    private const string NoTypes =
        " None is registered at all: call AddDefaultProviders() after AddRouter(), or add DefaultProviders.All of the package "
        + "Router.Providers to ModelRouterOptions.ProviderTypes.";

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string name, ProviderConfig provider) in config.Providers)
        {
            string path = ConfigPath.Property("providers", name);
            if (context.Clients.Contains(name))
            {
                issues.Error(path, $"a client given in code is named '{Shown.Name(name)}' as well; rename one of the two.");
            }

            if (context.ProviderSettings(provider.Type) is { } type)
            {
                SettingsCheck.Check(path, type, provider.Settings, issues);
            }
            else if (!issues.Failed(ConfigPath.Property(path, "type")) && !issues.Failed(path))
            {
                string none = context.ProviderTypeNames.Any() ? "" : NoTypes;
                issues.UnknownName(
                    ConfigPath.Property(path, "type"),
                    $"no provider type is named '{Shown.Name(provider.Type)}'.{none}",
                    provider.Type,
                    context.ProviderTypeNames);
            }
        }
    }
}
