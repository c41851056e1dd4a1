using System.Buffers;

namespace Router.Routing.Strategies;

/// <summary>Orders targets by rank without allocating.</summary>
internal static class Ranking
{
    private const int OnStack = 32;

    internal static void Sort(in StrategyContext context, Span<int> order, TargetRank rank)
    {
        if (order.Length < 2)
        {
            return;
        }

        Ranked[]? rented = null;
        Span<Ranked> ranked = order.Length <= OnStack
            ? stackalloc Ranked[OnStack]
            : (rented = ArrayPool<Ranked>.Shared.Rent(order.Length));
        ranked = ranked[..order.Length];
        for (int place = 0; place < ranked.Length; place++)
        {
            ranked[place] = new Ranked(rank(context, order[place]), order[place]);
        }

        ranked.Sort();
        for (int place = 0; place < ranked.Length; place++)
        {
            order[place] = ranked[place].Index;
        }

        if (rented is not null)
        {
            ArrayPool<Ranked>.Shared.Return(rented);
        }
    }
}
