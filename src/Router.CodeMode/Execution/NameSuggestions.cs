namespace Router.CodeMode.Execution;

/// <summary>What the author of a name that does not exist may have meant. Stateless.</summary>
internal static class NameSuggestions
{
    private const int Longest = 128;
    private const int Nearest = 3;
    private const int Listed = 8;

    /// <summary>In words for a model; null where nothing comes near.</summary>
    internal static string? For(string name, IReadOnlyCollection<string> names)
    {
        List<string> near = Find(name, names);
        string root = CodeNames.Root(name);
        List<string> beside = [.. names.Where(other => other != root && CodeNames.Root(other) == root && !near.Contains(other)).Order(StringComparer.Ordinal)];
        string? meant = near.Count == 0 ? null : $"Did you mean {string.Join(" or ", near)}?";
        string? listed = beside.Count == 0
            ? null
            : $"{root} {(near.Count == 0 ? "has" : "also has")} {string.Join(", ", beside.Take(Listed))}{(beside.Count > Listed ? $" and {beside.Count - Listed} more" : "")}.";
        return meant is null ? listed : listed is null ? meant : $"{meant} {listed}";
    }

    private static List<string> Find(string name, IReadOnlyCollection<string> names)
    {
        if (name.Length > Longest)
        {
            return [];
        }

        string last = Last(name);
        return
        [
            .. names.Where(other => other.Length <= Longest)
                .Select(other => (Name: other, Distance: Math.Min(Distance(name, other), Distance(last, Last(other)) + 1)))
                .Where(found => found.Distance < Far)
                .OrderBy(found => found.Distance).ThenBy(found => found.Name, StringComparer.Ordinal)
                .Take(Nearest).Select(found => found.Name),
        ];
    }

    private const int Far = 1_000;

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>Edits between the two, without regard to case; <see cref="Far"/> where they are too many for the length.</summary>
    private static int Distance(string left, string right)
    {
        int allowed = Math.Max(1, Math.Min(left.Length, right.Length) / 3);
        if (Math.Abs(left.Length - right.Length) > allowed)
        {
            return Far;
        }

        Span<int> above = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            above[column] = column;
        }

        for (int index = 1; index <= left.Length; index++)
        {
            row[0] = index;
            int least = index;
            char letter = char.ToUpperInvariant(left[index - 1]);
            for (int column = 1; column <= right.Length; column++)
            {
                int replaced = above[column - 1] + (letter == char.ToUpperInvariant(right[column - 1]) ? 0 : 1);
                row[column] = Math.Min(replaced, Math.Min(above[column], row[column - 1]) + 1);
                least = Math.Min(least, row[column]);
            }

            if (least > allowed)
            {
                return Far;
            }

            row.CopyTo(above);
        }

        return above[right.Length] <= allowed ? above[right.Length] : Far;
    }
}
