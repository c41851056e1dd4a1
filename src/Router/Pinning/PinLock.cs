using System.Collections.Frozen;

namespace Router.Pinning;

/// <summary>The pinned versions of a configuration, as <c>providers.lock.json</c> holds them. Immutable.</summary>
public sealed class PinLock
{
    private readonly FrozenDictionary<(string Provider, string Model, string Source), PinLockEntry> _entries;

    /// <summary>Makes a lock.</summary>
    /// <param name="entries">The entries, in any order.</param>
    /// <exception cref="ArgumentException">Two entries are of one provider, model and source.</exception>
    public PinLock(IEnumerable<PinLockEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Entries =
        [
            .. entries.OrderBy(entry => entry.Provider, StringComparer.OrdinalIgnoreCase)
                .ThenBy(entry => entry.Model, StringComparer.Ordinal)
                .ThenBy(entry => entry.Source, StringComparer.Ordinal),
        ];
        _entries = Entries.ToFrozenDictionary(entry => Key(entry.Provider, entry.Model, entry.Source));
    }

    /// <summary>A lock without entries, which is what a missing file is.</summary>
    public static PinLock Empty { get; } = new([]);

    /// <summary>The entries, by provider, model and source.</summary>
    public IReadOnlyList<PinLockEntry> Entries { get; }

    /// <summary>What a model's bare name stood for; null where it is not locked.</summary>
    /// <param name="provider">The provider's name, without regard to case.</param>
    /// <param name="model">The model as the target names it.</param>
    public PinLockEntry? Find(string provider, string model) => Find(provider, model, model);

    /// <summary>What was asked of a model; null where it is not locked.</summary>
    /// <param name="provider">The provider's name, without regard to case.</param>
    /// <param name="model">The model as the target names it.</param>
    /// <param name="source">The model's name, or a version.</param>
    public PinLockEntry? Find(string provider, string model, string source)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(source);
        return _entries.GetValueOrDefault(Key(provider, model, source));
    }

    internal static (string Provider, string Model, string Source) Key(string provider, string model, string source) =>
        (provider.ToUpperInvariant(), model, source);
}
