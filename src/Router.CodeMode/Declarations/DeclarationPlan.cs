namespace Router.CodeMode.Declarations;

/// <summary>Decides which functions are declared, and in what detail. One thread at a time.</summary>
/// <param name="count">How many there are, the most wanted first.</param>
/// <param name="shapeOf">Reads one; only asked for those that may fit.</param>
/// <param name="most">The most detail that one gets.</param>
/// <param name="measure">The tokens of one alone.</param>
internal sealed class DeclarationPlan(
    int count, Func<int, FunctionShape> shapeOf, DeclarationDetail most, Func<FunctionShape, DeclarationDetail, int> measure)
{
    private readonly (FunctionShape Shape, DeclarationDetail Detail)?[] _levels = new (FunctionShape, DeclarationDetail)?[count];

    internal IReadOnlyList<(FunctionShape Shape, DeclarationDetail Detail)?> Levels => _levels;

    /// <summary>What they cost, each alone.</summary>
    internal int Tokens { get; private set; }

    internal bool IsAll => _levels.All(level => level?.Detail == most);

    /// <summary>Spends a budget: half on as many as fit in brief, then on more detail for the first ones, then on more functions.</summary>
    internal void Fill(int budget, int tries)
    {
        DeclarationDetail brief = most < DeclarationDetail.Brief ? most : DeclarationDetail.Brief;
        int next = 0;
        while (next < count && (TryAdd(next, brief, next == 0 ? budget : budget / 2) || (next == 0 && TryAdd(0, DeclarationDetail.Minimal, budget))))
        {
            next++;
        }

        for (DeclarationDetail detail = brief + 1; detail <= most; detail++)
        {
            for (int index = 0; index < next; index++)
            {
                TryRaise(index, detail, budget);
            }
        }

        for (int end = (int)Math.Min(count, (long)next + tries); next < end; next++)
        {
            if (!TryAdd(next, brief, budget))
            {
                TryAdd(next, DeclarationDetail.Minimal, budget);
            }
        }
    }

    /// <summary>Takes the last one back to less detail, or out.</summary>
    internal void Shrink()
    {
        int last = Array.FindLastIndex(_levels, level => level is not null);
        (FunctionShape shape, DeclarationDetail detail) = _levels[last]!.Value;
        _levels[last] = detail == DeclarationDetail.Minimal ? null : (shape, detail - 1);
    }

    private bool TryAdd(int index, DeclarationDetail detail, int budget)
    {
        FunctionShape shape = shapeOf(index);
        int cost = shape.TokensAt(detail, measure);
        if ((long)Tokens + cost > budget)
        {
            return false;
        }

        Tokens += cost;
        _levels[index] = (shape, detail);
        return true;
    }

    private void TryRaise(int index, DeclarationDetail detail, int budget)
    {
        (FunctionShape shape, DeclarationDetail now) = _levels[index]!.Value;
        long tokens = (long)Tokens - shape.TokensAt(now, measure) + shape.TokensAt(detail, measure);
        if (now == detail - 1 && tokens <= budget)
        {
            Tokens = (int)tokens;
            _levels[index] = (shape, detail);
        }
    }
}
