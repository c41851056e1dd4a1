using System.Text.Json;
using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>One of the named values of <typeparamref name="T"/>, spelled in camel case.</summary>
/// <param name="allowed">The values that may be written; empty for all.</param>
internal sealed class EnumFormat<T>(params IReadOnlyList<T> allowed) : IValueFormat<T>
    where T : struct, Enum
{
    private readonly IReadOnlyDictionary<string, T> _values = (allowed.Count == 0 ? Enum.GetValues<T>() : allowed)
        .ToDictionary(Spell, StringComparer.Ordinal);

    public string JsonType => "string";

    public IReadOnlyList<string> Values => [.. _values.Keys];

    public bool TryRead(ConfigNode node, out T value)
    {
        value = default;
        return node.Kind is ConfigKind.Text or ConfigKind.Untyped && _values.TryGetValue(node.Text, out value);
    }

    public (string Message, string? Suggestion) Explain(ConfigNode node) =>
        node.Kind is ConfigKind.Text or ConfigKind.Untyped
            ? ($"'{Shown.Name(node.Text)}' is not one of {NearestName.List(Values)}.", NearestName.Find(node.Text, Values))
            : ($"must be one of {NearestName.List(Values)}, not {node.KindName}.", null);

    public string? Fault(T value) => _values.Values.Contains(value) ? null : $"must be one of {NearestName.List(Values)}.";

    internal static string Spell(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
