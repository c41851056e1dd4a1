using System.Collections.Frozen;
using System.Globalization;

namespace Router.Adapters;

/// <summary>
/// The settings of one provider, validated and with references resolved. Immutable. <see cref="ToString"/> names the settings
/// and never shows a value.
/// </summary>
public sealed class ProviderSettings : IEquatable<ProviderSettings>
{
    private readonly FrozenDictionary<string, string> _values;

    /// <summary>
    /// Makes settings from names and values. A <see cref="ProviderSettingKind.TextMap"/> is flattened: <c>headers.x-team</c>.
    /// Names are compared without regard to case.
    /// </summary>
    public ProviderSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = values.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No settings at all.</summary>
    public static ProviderSettings Empty { get; } = new([]);

    /// <summary>The names that are set.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>A text or a secret; null where it is not set.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A text or a secret that validation guarantees.</summary>
    /// <exception cref="InvalidOperationException">It is not set, so this provider was never validated.</exception>
    public string RequiredText(string name) =>
        Text(name) ?? throw new InvalidOperationException($"The provider setting '{name}' is not set.");

    /// <summary>An absolute URI; null where it is not set.</summary>
    public Uri? Uri(string name) => Text(name) is { } text ? new Uri(text, UriKind.Absolute) : null;

    /// <summary>A flag; null where it is not set.</summary>
    public bool? Flag(string name) => Text(name) is { } text ? bool.Parse(text) : null;

    /// <summary>A whole number; null where it is not set.</summary>
    public int? Number(string name) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A time span; null where it is not set.</summary>
    public TimeSpan? Duration(string name) => Text(name) is { } text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The entries of a map; empty where it is not set.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) =>
        _values.Where(pair => pair.Key.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key[(name.Length + 1)..], pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public bool Equals(ProviderSettings? other) =>
        other is not null && _values.Count == other._values.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out string? value) && value == pair.Value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ProviderSettings);

    /// <inheritdoc />
    public override int GetHashCode() => _values.Count;

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", _values.Keys.Order(StringComparer.Ordinal));
}
