namespace Router.CodeMode.Catalogue;

/// <summary>
/// Makes room for the functions of one source of which one's name is another's namespace, as <c>pets</c> beside <c>pets.list</c>: the shorter gets
/// <c>_</c> behind it. By the name that its source gave it, it is found as before. Stateless.
/// </summary>
internal static class NamesBelowNames
{
    /// <summary>The functions, in their order, and a sentence for each that is called otherwise.</summary>
    internal static IReadOnlyList<CatalogueFunction> Settle(IReadOnlyList<CatalogueFunction> functions, List<string> renamed)
    {
        HashSet<string> spaces = new(StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (CatalogueFunction function in functions)
        {
            taken.Add(function.Name);
            for (int dot = function.Name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = function.Name.IndexOf('.', dot + 1))
            {
                spaces.Add(function.Name[..dot]);
            }
        }

        string[] crowded = [.. spaces.Where(taken.Contains).Order(StringComparer.Ordinal)];
        if (crowded.Length == 0)
        {
            return functions;
        }

        // Every name that anything has stays whose it is, and the order of the source decides nothing.
        taken.UnionWith(functions.SelectMany(FunctionCatalogue.RawNames));
        Dictionary<string, string> others = new(StringComparer.Ordinal);
        foreach (string name in crowded)
        {
            string other = name + "_";
            while (spaces.Contains(other) || !taken.Add(other))
            {
                other += "_";
            }

            others.Add(name, other);
        }

        List<CatalogueFunction> settled = [];
        foreach (CatalogueFunction function in functions)
        {
            if (others.TryGetValue(function.Name, out string? other))
            {
                renamed.Add($"'{function.RawName}' of {function.Source} is called '{other}': '{function.Name}' is the namespace of others of that source.");
            }

            // Two of one name stay two of one name, which is told as what it is.
            settled.Add(other is null ? function : function with { Name = other });
        }

        return settled;
    }
}
