using Router.Configuration.Sources;

namespace Router.Configuration.Validation;

/// <summary>The store has a known type, every setting that the type requires, and none in a wrong form.</summary>
internal sealed class StoreRule : IConfigRule
{
    private const string Path = "store";
    private const string TypePath = "store.type";
    private const string OnlyMemory = " A type from a package has to be registered as an IAdmissionStoreType first.";

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        if (issues.Failed(Path) || issues.Failed(TypePath))
        {
            return;
        }

        if (context.StoreSettings(config.Store.Type) is { } type)
        {
            SettingsCheck.Check(Path, type, config.Store.Settings, issues);
            return;
        }

        string hint = context.StoreTypeNames.Count() == 1 ? OnlyMemory : "";
        issues.UnknownName(
            TypePath, $"no store type is named '{Shown.Name(config.Store.Type)}'.{hint}", config.Store.Type, context.StoreTypeNames);
    }
}
