namespace Router.CodeMode.Catalogue;

/// <summary>What must hold of functions before they stand side by side in one catalogue.</summary>
internal static class CatalogueCheck
{
    private const string RootFix = "Give the source a root of another name.";

    /// <summary>What a source must keep to by itself.</summary>
    internal static void Source(ICatalogueSource source, IReadOnlyList<CatalogueFunction> functions, List<string> problems)
    {
        if (source.Root is { } root)
        {
            if (root.Contains('.', StringComparison.Ordinal) || !CatalogueNames.IsName(root))
            {
                problems.Add($"{source.Name}: its root '{root}' is no identifier. Use letters, digits and '_', such as '{Fixed(root)}'.");
                return;
            }

            foreach (CatalogueFunction function in functions.Where(function => !function.Name.StartsWith(root + ".", StringComparison.Ordinal)))
            {
                problems.Add($"{Owner(function)}: its name '{function.Name}' is not below the source's root '{root}'.");
            }
        }

        foreach (CatalogueFunction function in functions)
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (CatalogueParameter parameter in function.Parameters.Where(parameter => !names.Add(parameter.Name)))
            {
                problems.Add($"{Owner(function)}: it has two parameters named '{parameter.Name}'.");
            }
        }
    }

    /// <summary>What functions of all sources must keep to among each other.</summary>
    internal static void Names(IReadOnlyList<CatalogueFunction> functions, List<string> problems)
    {
        HashSet<string> badRoots = new(StringComparer.Ordinal);
        List<CatalogueFunction> named = [];
        foreach (CatalogueFunction function in functions)
        {
            string root = CatalogueNames.RootOf(function.Name);
            if (!CatalogueNames.IsName(function.Name))
            {
                problems.Add(
                    $"{Owner(function)}: nothing can be called by the name '{function.Name}'. A name is identifiers joined by dots, "
                    + $"at most {CatalogueNames.MaxLength} characters.");
            }
            else if (CatalogueNames.RootProblem(root) is { } problem)
            {
                if (badRoots.Add(root))
                {
                    problems.Add($"{Owner(function)}: programs cannot see '{function.Name}': {problem}. {RootFix}");
                }
            }
            else
            {
                named.Add(function);
            }
        }

        Collisions(named, problems);
    }

    private static void Collisions(List<CatalogueFunction> functions, List<string> problems)
    {
        Dictionary<string, CatalogueFunction> byName = new(functions.Count, StringComparer.Ordinal);
        foreach (CatalogueFunction function in functions)
        {
            if (!byName.TryAdd(function.Name, function))
            {
                problems.Add($"{Owner(byName[function.Name])} and {Owner(function)} would both be called '{function.Name}'. Rename one, or give its source another root.");
            }
        }

        foreach (CatalogueFunction function in byName.Values)
        {
            for (int dot = function.Name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = function.Name.IndexOf('.', dot + 1))
            {
                if (byName.TryGetValue(function.Name[..dot], out CatalogueFunction? above))
                {
                    problems.Add($"{Owner(above)} is called '{above.Name}', which would also be the namespace of {Owner(function)}, '{function.Name}'. Rename one.");
                }
            }

            foreach (string raw in FunctionCatalogue.RawNames(function))
            {
                if (byName.TryGetValue(raw, out CatalogueFunction? other) && other != function)
                {
                    problems.Add($"{Owner(function)} can be called '{raw}', the name its source gave it, which is also the name of {Owner(other)}. Rename one, or give its source another root.");
                }
            }
        }
    }

    private static string Owner(CatalogueFunction function) => $"'{function.RawName}' of {function.Source}";

    private static string Fixed(string root) => CatalogueNames.Sanitize(null, root.Replace('.', '_')) is { Length: > 0 } name ? name.Replace('.', '_') : "tools";
}
