using Router.Admission;
using Router.Configuration;

namespace Router;

/// <summary>Puts the limits, budgets and the store of a configuration in force. Not thread-safe.</summary>
internal sealed class AdmissionSetup(
    AdmissionController controller, IReadOnlyDictionary<string, IAdmissionStoreType> types, TimeProvider timeProvider)
{
    private AdmissionStoreConfig _store = new();

    /// <summary>Makes what the configuration asks for, and puts nothing in force yet.</summary>
    internal AdmissionChange Prepare(RouterConfig config, ConfigIssues issues)
    {
        AdmissionPolicy policy = new(Rules(config));
        if (config.Store == _store || (IsMemory(config.Store) && IsMemory(_store)))
        {
            // Memory waits for nobody and is shared by nobody: other waits and instances are no reason to forget what it holds.
            return new AdmissionChange(() => Keep(policy, config.Store), null);
        }

        if (Make(config.Store, issues) is not { } store)
        {
            return new AdmissionChange(static () => { }, null);
        }

        return new AdmissionChange(
            () =>
            {
                controller.Follow(policy, store, config.Store);
                _store = config.Store;
            },
            store);
    }

    private static bool IsMemory(AdmissionStoreConfig store) => store.Type.Equals(AdmissionDefaults.StoreType, StringComparison.OrdinalIgnoreCase);

    private void Keep(AdmissionPolicy policy, AdmissionStoreConfig store)
    {
        controller.Follow(policy);
        _store = store;
    }

    private static AdmissionRules Rules(RouterConfig config) => new()
    {
        Providers = Named(config.Providers.Select(pair => (pair.Key, pair.Value.Limits))),
        Routes = Named(config.Routes.Select(pair => (pair.Key, pair.Value.Limits))),
        Targets = config.Routes
            .SelectMany(route => route.Value.Targets.Select(target => (Key: (route.Key, target.EffectiveName), target.Limits)))
            .Where(pair => pair.Limits != LimitsConfig.None)
            .ToDictionary(pair => pair.Key, pair => pair.Limits),
        Tenants = config.Tenants,
        Sessions = config.Sessions,
        Budgets = config.Budgets,
    };

    private static Dictionary<string, LimitsConfig> Named(IEnumerable<(string Name, LimitsConfig Limits)> all) => all
        .Where(pair => pair.Limits != LimitsConfig.None)
        .ToDictionary(pair => pair.Name, pair => pair.Limits, StringComparer.OrdinalIgnoreCase);

    private IAdmissionStore? Make(AdmissionStoreConfig config, ConfigIssues issues)
    {
        try
        {
            return types[config.Type].Create(config.Settings, timeProvider)
                ?? throw new InvalidOperationException("No store was returned.");
        }
        catch (Exception exception)
        {
            issues.Failure("store", $"no store could be made by the type '{config.Type}'", exception, config.Settings);
            return null;
        }
    }
}
