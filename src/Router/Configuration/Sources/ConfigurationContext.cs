using System.Collections.Frozen;
using Router.Adapters;

namespace Router.Configuration.Sources;

/// <summary>The names that exist in the application, which a configuration may use. Immutable.</summary>
internal sealed class ConfigurationContext
{
    private readonly FrozenDictionary<string, IProviderType> _types;

    /// <param name="providerTypes">The registered provider types.</param>
    /// <param name="strategies">The names of the registered strategies.</param>
    /// <param name="clients">The names of clients given in code, which count as providers without an entry.</param>
    /// <exception cref="ArgumentException">Two provider types share a name.</exception>
    internal ConfigurationContext(
        IEnumerable<IProviderType> providerTypes, IEnumerable<string> strategies, IEnumerable<string> clients)
    {
        Dictionary<string, IProviderType> types = new(StringComparer.OrdinalIgnoreCase);
        foreach (IProviderType type in providerTypes)
        {
            if (!types.TryAdd(type.Name, type))
            {
                throw new ArgumentException(
                    $"Two provider types are named '{type.Name}'; register each name once.", nameof(providerTypes));
            }
        }

        _types = types.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
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
}
