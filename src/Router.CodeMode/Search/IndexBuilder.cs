using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Search;

/// <summary>Builds the lists of an index: BM25 over weighted fields. One use, one thread.</summary>
internal sealed class IndexBuilder
{
    private const float Saturation = 1.2f;
    private const float LengthWeight = 0.5f;
    private const int LongestSummary = 400;
    private const int LongestDescription = 600;
    private const int MostParameters = 60;

    // The last part of the name, the path before it, tags, summary, parameters, description.
    private static readonly float[] FieldWeights = [4f, 4f, 1.5f, 2.5f, 0.7f, 0.6f];

    private readonly Dictionary<string, string> _stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Function, float[] Counts)>> _terms = new(StringComparer.Ordinal);
    private readonly List<int[]> _lengths = [];

    internal static FrozenDictionary<string, PostingList> Build(IReadOnlyList<CatalogueFunction> functions)
    {
        IndexBuilder builder = new();
        for (int number = 0; number < functions.Count; number++)
        {
            builder.Add(number, functions[number]);
        }

        return builder.Finish(functions.Count);
    }

    private void Add(int number, CatalogueFunction function)
    {
        int split = function.Name.LastIndexOf('.');
        int[] lengths = new int[FieldWeights.Length];
        _lengths.Add(lengths);
        AddField(number, 0, function.Name.AsSpan(split + 1), lengths);
        AddField(number, 1, function.Name.AsSpan(0, Math.Max(0, split)), lengths);
        foreach (string tag in function.Tags.Take(20))
        {
            AddField(number, 2, Head(tag, LongestSummary), lengths);
        }

        AddField(number, 3, Head(function.Summary, LongestSummary), lengths);
        foreach (CatalogueParameter parameter in function.Parameters.Take(MostParameters))
        {
            AddField(number, 4, Head(parameter.Name, LongestSummary), lengths);
        }

        AddField(number, 5, Head(function.Description, LongestDescription), lengths);
    }

    private void AddField(int number, int field, ReadOnlySpan<char> text, int[] lengths)
    {
        foreach (string word in WordSplitter.Split(text))
        {
            if (StopWords.Contains(word))
            {
                continue;
            }

            lengths[field]++;
            ref List<(int Function, float[] Counts)>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, StemOf(word), out _);
            list ??= [];
            if (list.Count == 0 || list[^1].Function != number)
            {
                list.Add((number, new float[FieldWeights.Length]));
            }

            list[^1].Counts[field]++;
        }
    }

    private FrozenDictionary<string, PostingList> Finish(int functions)
    {
        float[] average = new float[FieldWeights.Length];
        for (int field = 0; field < average.Length; field++)
        {
            average[field] = Math.Max(1, _lengths.Count == 0 ? 1 : (float)_lengths.Average(lengths => lengths[field]));
        }

        float Rarity(int count) => MathF.Log(1 + ((functions - count + 0.5f) / (count + 0.5f)));
        float[] names = new float[functions];
        foreach (List<(int Function, float[] Counts)> list in _terms.Values)
        {
            foreach ((int function, float[] counts) in list.Where(entry => entry.Counts[0] + entry.Counts[1] > 0))
            {
                names[function] += Rarity(list.Count);
            }
        }

        return _terms.ToFrozenDictionary(
            term => term.Key,
            term =>
            {
                float rarity = Rarity(term.Value.Count);
                return new PostingList(rarity, [.. term.Value.Select(entry => new Posting(
                    entry.Function,
                    rarity * Frequency(entry.Counts, _lengths[entry.Function], average),
                    entry.Counts[0] + entry.Counts[1] > 0 && names[entry.Function] > 0 ? rarity / names[entry.Function] : 0))]);
            },
            StringComparer.Ordinal);
    }

    private static float Frequency(float[] counts, int[] lengths, float[] average)
    {
        float weighted = 0;
        for (int field = 0; field < counts.Length; field++)
        {
            weighted += FieldWeights[field] * counts[field] / (1 - LengthWeight + (LengthWeight * lengths[field] / average[field]));
        }

        return weighted * (Saturation + 1) / (weighted + Saturation);
    }

    private string StemOf(string word)
    {
        if (!_stems.TryGetValue(word, out string? stem))
        {
            _stems.Add(word, stem = Stemmer.Stem(word));
        }

        return stem;
    }

    private static ReadOnlySpan<char> Head(string text, int most) => text.AsSpan(0, Math.Min(text.Length, most));
}
