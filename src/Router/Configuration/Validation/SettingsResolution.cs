using Router.Adapters;
using Router.Configuration.References;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Puts values in the place of references, in the settings of every provider and of the store.</summary>
internal static class SettingsResolution
{
    private static readonly string[] SecretHeaders = ["authorization", "key", "token", "secret"];

    internal static RouterConfig Resolve(
        RouterConfig config, ConfigurationContext context, ReferenceResolver references, ConfigIssues issues)
    {
        HashSet<string> used = new(
            config.Routes.Values.SelectMany(route => route.Targets).Select(target => target.Provider),
            StringComparer.OrdinalIgnoreCase);
        Dictionary<string, ProviderConfig> providers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, ProviderConfig provider) in config.Providers)
        {
            // Two names that differ only by case are reported by the validator, which needs both.
            if (context.ProviderSettings(provider.Type) is not { } type)
            {
                providers.TryAdd(name, provider);
                continue;
            }

            string path = ConfigPath.Property("providers", name);
            string unused = used.Contains(name)
                ? ""
                : $" No route uses '{Shown.Name(name)}', but a provider that is listed is meant to work: set the value, or "
                    + "remove the provider.";
            providers.TryAdd(name, provider with { Settings = Resolve(provider.Settings, type, path, unused, references, issues) });
        }

        return config with
        {
            Providers = providers.Count == config.Providers.Count ? providers : config.Providers,
            Store = context.StoreSettings(config.Store.Type) is { } store
                ? config.Store with { Settings = Resolve(config.Store.Settings, store, "store", "", references, issues) }
                : config.Store,
        };
    }

    private static ProviderSettings Resolve(
        ProviderSettings settings, SettingSet type, string path, string unused, ReferenceResolver references, ConfigIssues issues)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in settings.Names.Order(StringComparer.Ordinal))
        {
            string setting = SettingPath.Of(path, name, type);
            ResolvedText resolved = references.Resolve(settings.RequiredText(name));
            foreach (string fault in resolved.Faults)
            {
                issues.Error(setting, fault + unused);
            }

            // A reference whose default is empty says that the setting is optional.
            if (resolved.Faults.Count == 0 && !(resolved.HasReference && resolved.Value.Length == 0))
            {
                values[name] = resolved.Value;
            }

            if (issues.WarnsOfLiteralSecrets && resolved.Value.Length > 0 && IsLiteralSecret(name, type, resolved))
            {
                issues.Warn(
                    setting,
                    "a secret stands in the file itself; write ${env:NAME} or ${file:PATH} instead, and replace the secret.");
            }
        }

        return new ProviderSettings(values);
    }

    // Text around a reference, as in "Bearer ${env:KEY}", is fine in a header, and a default never is.
    private static bool IsLiteralSecret(string name, SettingSet type, ResolvedText resolved) =>
        resolved.HasLiteral && SettingPath.Find(type, name)?.Kind switch
        {
            ProviderSettingKind.Secret => true,
            ProviderSettingKind.TextMap => !resolved.HasReference
                && SecretHeaders.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
}
