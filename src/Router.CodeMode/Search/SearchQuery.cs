namespace Router.CodeMode.Search;

/// <summary>What a query asks for. Immutable.</summary>
/// <param name="Terms">The stems of its words, each once, in order.</param>
/// <param name="Names">What may be a function's whole name, in lower case.</param>
internal sealed record SearchQuery(IReadOnlyList<string> Terms, IReadOnlyList<string> Names)
{
    private const int Head = 3000;
    private const int Tail = 1000;
    private const int MostTerms = 48;
    private const int MostNames = 100;

    /// <summary>Reads a query. Of a long one, only the beginning and the end.</summary>
    internal static SearchQuery Read(string query)
    {
        string text = query.Length <= Head + Tail ? query : string.Concat(query.AsSpan(0, Head), " ", query.AsSpan(query.Length - Tail));
        List<string> words = WordSplitter.Split(text);
        string[] telling = [.. words.Where(word => !StopWords.Contains(word))];
        string[] stems = [.. (telling.Length > 0 ? telling : [.. words]).Select(Stemmer.Stem).Distinct(StringComparer.Ordinal)];
        IEnumerable<string> kept = stems.Length <= MostTerms ? stems : stems.Take(MostTerms * 3 / 4).Concat(stems.TakeLast(MostTerms / 4));
        return new SearchQuery([.. kept], [.. NamesIn(text)]);
    }

    private static IEnumerable<string> NamesIn(string text)
    {
#pragma warning disable CA1308 // Names of an index, compared with themselves alone.
        return text.ToLowerInvariant().Split([' ', '\n', '\r', '\t', ',', ';', '(', ')', '"', '\'', '`'], MostNames + 1, StringSplitOptions.RemoveEmptyEntries)
            .Take(MostNames).Select(name => name.Trim('.', ':', '?', '!')).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal);
#pragma warning restore CA1308
    }
}
