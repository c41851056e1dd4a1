namespace Router.Routing.Strategies;

/// <summary>
/// Shares requests by weight. The whole order is drawn, each next target among those that are left, so that what a failing target
/// leaves to the others is shared by their weights too. Targets of weight 0 come last, in the order written.
/// </summary>
internal sealed class WeightedStrategy : ITargetStrategy
{
    public string Name => "weighted";

    public void Order(in StrategyContext context, Span<int> order) => Ranking.Sort(context, order, Rank);

    // The arrival times of independent processes with these rates come in just the order of such a draw (Efraimidis, Spirakis).
    private static double Rank(in StrategyContext context, int index)
    {
        double weight = context.Target(index).Weight;
        return weight > 0 ? Math.Min(-Math.Log(1 - context.Random()) / weight, double.MaxValue) : double.PositiveInfinity;
    }
}
