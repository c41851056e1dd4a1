namespace Router.CodeMode.Search;

/// <summary>Finds the terms that a word which is none may have meant. Immutable.</summary>
internal sealed class Spelling(IEnumerable<string> terms)
{
    private const int MostFound = 8;
    private const int ShortestPrefix = 3;
    private const int ShortestTypo = 4;

    private readonly string[] _sorted = [.. terms.Order(StringComparer.Ordinal)];

    /// <summary>Terms that begin so, the shortest first; else those that are one letter away.</summary>
    internal IReadOnlyList<string> Near(string word)
    {
        List<string> found = word.Length >= ShortestPrefix ? Beginning(word) : [];
        if (found.Count == 0 && word.Length >= ShortestTypo)
        {
            found = [.. _sorted.Where(term => IsOneAway(term, word)).Take(MostFound)];
        }

        return found;
    }

    /// <summary>Whether one letter more, less, other or two swapped make one of the other.</summary>
    internal static bool IsOneAway(string first, string second)
    {
        if (first.Length > second.Length)
        {
            (first, second) = (second, first);
        }

        if (second.Length - first.Length > 1)
        {
            return false;
        }

        int start = first.AsSpan().CommonPrefixLength(second);
        ReadOnlySpan<char> one = first.AsSpan(start);
        ReadOnlySpan<char> other = second.AsSpan(start);
        return one.Length < other.Length
            ? one.SequenceEqual(other[1..])
            : one.IsEmpty || one[1..].SequenceEqual(other[1..])
                || (one.Length > 1 && one[0] == other[1] && one[1] == other[0] && one[2..].SequenceEqual(other[2..]));
    }

    private List<string> Beginning(string word)
    {
        int at = Array.BinarySearch(_sorted, word, StringComparer.Ordinal);
        List<string> found = [];
        for (int i = at < 0 ? ~at : at; i < _sorted.Length && found.Count < 4 * MostFound && _sorted[i].StartsWith(word, StringComparison.Ordinal); i++)
        {
            found.Add(_sorted[i]);
        }

        return [.. found.OrderBy(term => term.Length).ThenBy(term => term, StringComparer.Ordinal).Take(MostFound)];
    }
}
