using System.Collections.Frozen;
using Router.Adapters;
using Router.Admission;

namespace Router.Configuration.Sources;

/// <summary>The names that exist in the application, which a configuration may use. Immutable.</summary>
internal sealed class ConfigurationContext
{
    private readonly FrozenDictionary<string, IProviderType> _types;
    private readonly FrozenDictionary<string, SettingSet> _stores;

    /// <param name="providerTypes">The registered provider types.</param>
    /// <param name="strategies">The names of the registered strategies.</param>
    /// <param name="clients">The names of clients given in code, which count as providers without an entry.</param>
    /// <param name="storeTypes">The registered store types. <c>memory</c> is known without being registered.</param>
    /// <exception cref="ArgumentException">Two provider types, or two store types, share a name.</exception>
    internal ConfigurationContext(
        IEnumerable<IProviderType> providerTypes,
        IEnumerable<string> strategies,
        IEnumerable<string> clients,
        params IEnumerable<IAdmissionStoreType> storeTypes)
    {
        _types = Index(providerTypes, type => type.Name, type => type, "provider types", nameof(providerTypes))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, SettingSet> stores = Index(
            storeTypes,
            type => type.Name,
            type => new SettingSet($"a store of type '{type.Name}'", type.Settings),
            "store types",
            nameof(storeTypes));
        stores.TryAdd(AdmissionDefaults.StoreType, new SettingSet($"a store of type '{AdmissionDefaults.StoreType}'", []));
        _stores = stores.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Strategies = strategies.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Clients = clients.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    internal FrozenSet<string> Strategies { get; }

    internal FrozenSet<string> Clients { get; }

    /// <summary>Whether the configuration is read to be pinned: as written, whatever the lock file holds or lacks. Default: false.</summary>
    internal bool ForPinning { get; init; }

    internal IEnumerable<string> ProviderTypeNames => _types.Values.Select(type => type.Name).Order(StringComparer.Ordinal);

    /// <summary>A provider type by name, without regard to case; null where none is registered.</summary>
    internal IProviderType? FindProviderType(string name) => _types.GetValueOrDefault(name);

    internal IEnumerable<string> StoreTypeNames => _stores.Keys.Order(StringComparer.Ordinal);

    /// <summary>What providers of a type read; null where no such type is registered.</summary>
    internal SettingSet? ProviderSettings(string type) =>
        FindProviderType(type) is { } found ? new SettingSet($"a provider of type '{found.Name}'", found.Settings) : null;

    /// <summary>What stores of a type read; null where no such type is known.</summary>
    internal SettingSet? StoreSettings(string type) => _stores.GetValueOrDefault(type);

    private static Dictionary<string, TValue> Index<TType, TValue>(
        IEnumerable<TType> types, Func<TType, string> name, Func<TType, TValue> value, string kinds, string parameter)
    {
        Dictionary<string, TValue> index = new(StringComparer.OrdinalIgnoreCase);
        foreach (TType type in types)
        {
            if (!index.TryAdd(name(type), value(type)))
            {
                throw new ArgumentException($"Two {kinds} are named '{name(type)}'; register each name once.", parameter);
            }
        }

        return index;
    }
}
