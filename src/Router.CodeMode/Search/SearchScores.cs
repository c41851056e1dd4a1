using System.Buffers;

namespace Router.CodeMode.Search;

/// <summary>
/// Adds up scores while a query is answered. Of a word and its synonyms a function gets the best one, once. One query, one thread; what it
/// rents goes back with <see cref="Return"/>.
/// </summary>
internal sealed class SearchScores
{
    private readonly Score[] _scores;
    private readonly int _count;
    private readonly List<int> _touched = [];
    private float _possible;

    internal SearchScores(int count)
    {
        _count = count;
        _scores = ArrayPool<Score>.Shared.Rent(count);
        Array.Clear(_scores, 0, count);
    }

    /// <summary>Begins a word of the query.</summary>
    internal void Begin() => _touched.Clear();

    /// <summary>Adds the functions that have the word, or one that stands for it.</summary>
    internal void Add(PostingList list, float weight)
    {
        foreach (Posting posting in list.Postings)
        {
            ref Score score = ref _scores[posting.Function];
            if (score.Best == 0)
            {
                _touched.Add(posting.Function);
            }

            score.Best = Math.Max(score.Best, weight * posting.Impact);
            score.BestRarity = Math.Max(score.BestRarity, weight * list.Rarity);
            score.BestName = Math.Max(score.BestName, weight * posting.NameShare);
        }
    }

    /// <summary>Ends it.</summary>
    /// <param name="rarity">How telling it is.</param>
    internal void End(float rarity)
    {
        _possible += rarity;
        foreach (int function in _touched)
        {
            ref Score score = ref _scores[function];
            score.Total += score.Best;
            score.Covered += Math.Min(rarity, score.BestRarity);
            score.Named += score.BestName;
            score.Best = score.BestRarity = score.BestName = 0;
        }
    }

    /// <summary>Adds to one function.</summary>
    internal void Boost(int function, float amount) => _scores[function].Boost += amount;

    /// <summary>The best functions, equals by number.</summary>
    internal IReadOnlyList<(int Function, float Score)> Best(int limit)
    {
        PriorityQueue<int, (float Score, int Function)> worst = new(Comparer<(float Score, int Function)>.Create(
            (one, other) => one.Score != other.Score ? one.Score.CompareTo(other.Score) : other.Function.CompareTo(one.Function)));
        for (int function = 0; function < _count; function++)
        {
            float score = Of(_scores[function]);
            if (score <= 0)
            {
                continue;
            }

            if (worst.Count < limit)
            {
                worst.Enqueue(function, (score, function));
            }
            else
            {
                worst.EnqueueDequeue(function, (score, function));
            }
        }

        (int Function, float Score)[] best = new (int, float)[worst.Count];
        for (int i = best.Length - 1; i >= 0; i--)
        {
            worst.TryDequeue(out int function, out (float Score, int Function) rank);
            best[i] = (function, rank.Score);
        }

        return best;
    }

    internal void Return() => ArrayPool<Score>.Shared.Return(_scores);

    /// <summary>A function that has more of the query, and whose name has less besides, goes first.</summary>
    private float Of(in Score score)
    {
        float coverage = _possible > 0 ? Math.Min(1, score.Covered / _possible) : 0;
        return (score.Total * (0.4f + (0.6f * coverage)) * (0.6f + (0.4f * Math.Min(1, score.Named)))) + score.Boost;
    }

    private record struct Score
    {
        public float Total;
        public float Covered;
        public float Named;
        public float Boost;
        public float Best;
        public float BestRarity;
        public float BestName;
    }
}
