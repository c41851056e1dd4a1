namespace Router.CodeMode.Tests.Corpora;

/// <summary>How well a search finds what is expected.</summary>
/// <param name="MeanReciprocalRank">1 where every expected function is the first one.</param>
/// <param name="RecallAt5">The share of queries whose function is among the first five.</param>
/// <param name="RecallAt10">Among the first ten.</param>
/// <param name="Missed">The queries whose function is not.</param>
internal sealed record SearchQuality(double MeanReciprocalRank, double RecallAt5, double RecallAt10, IReadOnlyList<string> Missed)
{
    /// <summary>Measures a search that answers with names, the best first. An expectation may name several, split by |.</summary>
    internal static SearchQuality Of(IEnumerable<(string Query, string Expected)> queries, Func<string, IReadOnlyList<string>> search)
    {
        List<int> ranks = [];
        List<string> missed = [];
        foreach ((string query, string expected) in queries)
        {
            string[] wanted = expected.Split('|');
            string[] found = [.. search(query).Take(10)];
            int rank = Array.FindIndex(found, wanted.Contains) + 1;
            ranks.Add(rank);
            if (rank == 0)
            {
                missed.Add($"{query} -> {expected}; found {string.Join(' ', found.Take(4))}");
            }
        }

        return new SearchQuality(
            ranks.Average(rank => rank == 0 ? 0 : 1.0 / rank), ranks.Average(rank => rank is > 0 and <= 5 ? 1.0 : 0), ranks.Average(rank => rank > 0 ? 1.0 : 0), missed);
    }

    /// <summary>What a search without an index does: the functions whose name has the most words of the query in it, the shorter name first.</summary>
    internal static IReadOnlyList<string> ByName(IReadOnlyList<string> names, string query)
    {
        string[] words = query.Split([' ', ',', '.', '?', ':', '\''], StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Select(name => (Name: name, Hits: words.Count(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .Where(name => name.Hits > 0).OrderByDescending(name => name.Hits).ThenBy(name => name.Name.Length).ThenBy(name => name.Name, StringComparer.Ordinal)
            .Select(name => name.Name)];
    }
}
