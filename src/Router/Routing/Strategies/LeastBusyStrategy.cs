namespace Router.Routing.Strategies;

/// <summary>
/// Asks the target first that has the fewest attempts at work, over all routes of this process. Among equals chance decides, lest
/// an idle router send everything to the target written first. Weights play no part.
/// </summary>
internal sealed class LeastBusyStrategy : ITargetStrategy
{
    public string Name => "leastBusy";

    public void Order(in StrategyContext context, Span<int> order) => Ranking.Sort(context, order, Rank);

    private static double Rank(in StrategyContext context, int index) => context.Target(index).InFlight + context.Random();
}
