using System.Collections.Frozen;

namespace Router.CodeMode.Catalogue;

/// <summary>
/// Everything that programs can call, as it was when <see cref="FunctionCatalogueBuilder"/> read it. Immutable, and thread-safe.
/// </summary>
public sealed class FunctionCatalogue
{
    private readonly FrozenDictionary<string, CatalogueFunction> _byName;
    private readonly FrozenDictionary<string, IReadOnlyList<CatalogueFunction>> _byRawName;

    internal FunctionCatalogue(IEnumerable<CatalogueFunction> functions)
    {
        Functions = [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)];
        _byName = Functions.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);
        _byRawName = Functions
            .SelectMany(function => RawNames(function).Select(raw => (Raw: raw, Function: function)))
            .GroupBy(pair => pair.Raw, pair => pair.Function, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => (IReadOnlyList<CatalogueFunction>)[.. group.Distinct().OrderBy(function => function.Name, StringComparer.Ordinal)],
                StringComparer.Ordinal);
        Namespaces =
        [
            .. Functions
                .GroupBy(NamespaceOf, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new CatalogueNamespace(
                    group.Key,
                    group.Count(),
                    [.. group.Select(function => function.Source).Distinct().Order(StringComparer.Ordinal)])),
        ];
        Roots = [.. Functions.Select(function => CatalogueNames.RootOf(function.Name)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>A catalogue without functions.</summary>
    public static FunctionCatalogue Empty { get; } = new([]);

    /// <summary>Its functions, in order of name.</summary>
    public IReadOnlyList<CatalogueFunction> Functions { get; }

    /// <summary>Its namespaces, in order of name.</summary>
    public IReadOnlyList<CatalogueNamespace> Namespaces { get; }

    /// <summary>Which functions stand under another name than their source gave them, and why, each in a sentence. Default none.</summary>
    public IReadOnlyList<string> Renamed { get; internal init; } = [];

    /// <summary>The names that programs see at the top: the first part of every function's name.</summary>
    public IReadOnlyCollection<string> Roots { get; }

    /// <summary>
    /// The function of a name, as programs write it (<c>github.issues.list</c>) or as its source does: <c>issues/list</c>, where one
    /// function alone has that name, or <c>github.issues/list</c>. Null where there is none.
    /// </summary>
    public CatalogueFunction? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.GetValueOrDefault(name)
            ?? (_byRawName.TryGetValue(name, out IReadOnlyList<CatalogueFunction>? found) && found.Count == 1 ? found[0] : null);
    }

    /// <summary>Every function to which its source gave a name.</summary>
    internal IReadOnlyList<CatalogueFunction> FindRaw(string rawName) => _byRawName.GetValueOrDefault(rawName) ?? [];

    /// <summary>The names, besides its own, under which a function is found.</summary>
    internal static IEnumerable<string> RawNames(CatalogueFunction function)
    {
        if (function.RawName != function.Name)
        {
            yield return function.RawName;
        }

        string root = CatalogueNames.RootOf(function.Name);
        if (root != function.Name && $"{root}.{function.RawName}" is { } rooted && rooted != function.Name)
        {
            yield return rooted;
        }
    }

    private static string NamespaceOf(CatalogueFunction function) =>
        function.Name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? function.Name[..dot] : "";
}
