namespace Router.Configuration;

/// <summary>Finds what an author most likely meant.</summary>
internal static class NearestName
{
    private const int Listed = 24;
    private const int LongestName = 64;

    /// <summary>The candidate with the fewest edits, where they are few for its length; case does not count.</summary>
    internal static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        (string Name, int Distance)? best = null;
        foreach (string candidate in candidates)
        {
            int allowed = Math.Max(1, Math.Min(name.Length, candidate.Length) / 3);
            int distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance <= allowed && (best is null || distance < best.Value.Distance))
            {
                best = (candidate, distance);
            }
        }

        return best?.Name;
    }

    /// <summary>Names in quotes, with commas.</summary>
    internal static string List(IEnumerable<string> names)
    {
        List<string> all = [.. names.Select(name => $"'{Shown.Name(name)}'")];
        return all.Count <= Listed ? string.Join(", ", all) : string.Join(", ", all.Take(Listed)) + ", …";
    }

    // Edits, where swapping two neighbours is one edit: that is how names are mistyped.
    private static int Distance(string left, string right)
    {
        int[,] table = new int[left.Length + 1, right.Length + 1];
        for (int row = 0; row <= left.Length; row++)
        {
            for (int column = 0; column <= right.Length; column++)
            {
                table[row, column] = (row, column) switch
                {
                    (0, _) => column,
                    (_, 0) => row,
                    _ => Cell(table, left, right, row, column),
                };
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Cell(int[,] table, string left, string right, int row, int column)
    {
        int replaced = table[row - 1, column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
        int least = Math.Min(replaced, Math.Min(table[row - 1, column], table[row, column - 1]) + 1);
        bool swapped = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
        return swapped ? Math.Min(least, table[row - 2, column - 2] + 1) : least;
    }
}
