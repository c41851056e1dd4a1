using Router.Adapters;
using Router.Configuration.Binding;
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

            if (context.FindProviderType(provider.Type) is { } type)
            {
                CheckSettings(path, type, provider.Settings, issues);
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

    private static void CheckSettings(string path, IProviderType type, ProviderSettings settings, ConfigIssues issues)
    {
        foreach (string name in settings.Names.Order(StringComparer.Ordinal))
        {
            string setting = SettingPath.Of(path, name, type);
            if (SettingPath.Find(type, name) is not { } known)
            {
                issues.UnknownName(
                    setting,
                    $"there is no setting '{Shown.Name(name)}' here.",
                    name,
                    type.Settings.Select(candidate => candidate.Name));
            }
            else if (!issues.Failed(setting) && SettingForm.Fault(known, settings.RequiredText(name)) is { } fault)
            {
                string? nearest = known.AllowedValues.Count == 0
                    ? null
                    : NearestName.Find(settings.RequiredText(name), known.AllowedValues);
                issues.Error(setting, fault, nearest);
            }
        }

        foreach (ProviderSetting required in type.Settings.Where(candidate => candidate.Required))
        {
            string setting = ConfigPath.Property(path, required.Name);
            bool there = required.Kind == ProviderSettingKind.TextMap
                ? settings.Map(required.Name).Count > 0
                : settings.Text(required.Name) is not null;
            if (!there && !issues.FailedUnder(setting) && !issues.Failed(path))
            {
                issues.Error(setting, $"'{required.Name}' is missing: a provider of type '{type.Name}' needs it.");
            }
        }
    }
}
