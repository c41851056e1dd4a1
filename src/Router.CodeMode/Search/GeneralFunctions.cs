using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Search;

/// <summary>Which functions to show somebody who has said nothing of what is wanted: the plain ones of each namespace, in turns.</summary>
internal static class GeneralFunctions
{
    private const int Most = 200;

    internal static CatalogueFunction[] Of(IReadOnlyList<CatalogueFunction> functions)
    {
        IEnumerator<CatalogueFunction>[] namespaces = [.. functions
            .GroupBy(function => function.Name[..Math.Max(0, function.Name.LastIndexOf('.'))], StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group
                .OrderByDescending(IsReading)
                .ThenBy(function => function.Parameters.Count(parameter => parameter.Required))
                .ThenBy(function => function.Name.Length)
                .ThenBy(function => function.Name, StringComparer.Ordinal)
                .GetEnumerator())];
        List<CatalogueFunction> chosen = [];
        bool any = true;
        while (any && chosen.Count < Most)
        {
            any = false;
            foreach (IEnumerator<CatalogueFunction> space in namespaces)
            {
                if (chosen.Count < Most && space.MoveNext())
                {
                    chosen.Add(space.Current);
                    any = true;
                }
            }
        }

        foreach (IEnumerator<CatalogueFunction> space in namespaces)
        {
            space.Dispose();
        }

        return [.. chosen];
    }

    private static bool IsReading(CatalogueFunction function)
    {
        ReadOnlySpan<char> last = function.Name.AsSpan(function.Name.LastIndexOf('.') + 1);
        return last.StartsWith("list", StringComparison.OrdinalIgnoreCase) || last.StartsWith("get", StringComparison.OrdinalIgnoreCase)
            || last.StartsWith("search", StringComparison.OrdinalIgnoreCase);
    }
}
