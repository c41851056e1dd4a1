using Router.Adapters;

namespace Router.Admission;

/// <summary>A kind of store that <c>store.type</c> in <c>providers.json</c> can name. Register it as a singleton. Thread-safe.</summary>
public interface IAdmissionStoreType
{
    /// <summary>The name used in <c>type</c>, such as <c>sqlite</c>. Compared without regard to case.</summary>
    string Name { get; }

    /// <summary>Every setting this type reads; any other property is a configuration error.</summary>
    IReadOnlyList<ProviderSetting> Settings { get; }

    /// <summary>
    /// Makes the store. Must not wait for a network: a store that is away at the start is one that fails its first calls. What it
    /// throws becomes an error of the configuration.
    /// </summary>
    /// <param name="settings">Its settings, validated, references resolved.</param>
    /// <param name="timeProvider">The clock of a store that has none of its own.</param>
    IAdmissionStore Create(ProviderSettings settings, TimeProvider timeProvider);
}
