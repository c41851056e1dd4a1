using System.Collections.Frozen;
using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Search;

/// <summary>
/// Finds functions by words: a short phrase (<c>close issue</c>), a whole request of a user, or a name. Words are compared by their stems,
/// with synonyms (<c>remove</c> finds <c>delete</c>); a word that nothing has is taken for the beginning of one, or for a slip of one letter.
/// </summary>
/// <remarks>Immutable and thread-safe. Of a query of any length, 4,000 characters are read. What is found depends on nothing but functions and query.</remarks>
public sealed class FunctionIndex
{
    /// <summary>The most functions of one answer.</summary>
    public const int MaxLimit = 1000;

    private const float ExactName = 12f;
    private const float GuessWeight = 0.7f;
    private const int MostGuesses = 8;

    private readonly CatalogueFunction[] _functions;
    private readonly FrozenDictionary<string, PostingList> _terms;
    private readonly FrozenDictionary<string, int> _byName;
    private readonly Spelling _spelling;
    private readonly CatalogueFunction[] _general;

    /// <summary>Builds an index.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="functions"/> is null.</exception>
    public FunctionIndex(IReadOnlyList<CatalogueFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        _functions = [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)];
        _terms = IndexBuilder.Build(_functions);
        _spelling = new Spelling(_terms.Keys);
        _general = GeneralFunctions.Of(_functions);
        Dictionary<string, int> names = new(StringComparer.OrdinalIgnoreCase);
        for (int number = 0; number < _functions.Length; number++)
        {
            names.TryAdd(_functions[number].Name, number);
            names.TryAdd(_functions[number].RawName, number);
        }

        _byName = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The number of functions.</summary>
    public int Count => _functions.Length;

    /// <summary>Finds functions.</summary>
    /// <param name="query">What is wanted, in words.</param>
    /// <param name="limit">The most to answer with, 1 to <see cref="MaxLimit"/>. Default 10.</param>
    /// <returns>The best first; equals by name. Never empty while there are functions: where nothing fits, general ones with a score of 0.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    public IReadOnlyList<FunctionHit> Search(string query, int limit = 10)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        SearchQuery wanted = SearchQuery.Read(query);
        SearchScores scores = new(_functions.Length);
        try
        {
            int guesses = 0;
            foreach (string term in wanted.Terms)
            {
                AddTerm(scores, term, ref guesses);
            }

            foreach (string name in wanted.Names)
            {
                if (_byName.TryGetValue(name, out int number))
                {
                    scores.Boost(number, ExactName);
                }
            }

            IReadOnlyList<(int Function, float Score)> best = scores.Best(limit);
            return best.Count > 0
                ? [.. best.Select(hit => new FunctionHit(_functions[hit.Function], hit.Score))]
                : [.. _general.Take(limit).Select(function => new FunctionHit(function, 0))];
        }
        finally
        {
            scores.Return();
        }
    }

    private void AddTerm(SearchScores scores, string term, ref int guesses)
    {
        scores.Begin();
        bool known = _terms.TryGetValue(term, out PostingList? exact);
        float rarity = exact?.Rarity ?? 0;
        if (known)
        {
            scores.Add(exact!, 1);
        }

        foreach ((string synonym, float weight) in Synonyms.Of(term))
        {
            if (_terms.TryGetValue(synonym, out PostingList? list))
            {
                scores.Add(list, weight);
                rarity = Math.Max(rarity, weight * list.Rarity);
                known = true;
            }
        }

        if (!known && guesses++ < MostGuesses)
        {
            foreach (string near in _spelling.Near(term))
            {
                PostingList list = _terms[near];
                scores.Add(list, GuessWeight);
                rarity = Math.Max(rarity, GuessWeight * list.Rarity);
            }
        }

        scores.End(rarity);
    }
}
