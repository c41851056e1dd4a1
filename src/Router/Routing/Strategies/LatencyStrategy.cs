namespace Router.Routing.Strategies;

/// <summary>
/// Asks the target first that has begun to answer soonest of late. Targets whose time is not known are tried first, a few attempts
/// at a time (<see cref="TargetStatistics"/> says how many, and when knowledge is too old); and of all requests a tenth asks
/// another target first, drawn evenly, so that a slow target that has become quick is found out.
/// </summary>
internal sealed class LatencyStrategy : ITargetStrategy
{
    /// <summary>The share of requests that ask a target first which is not the quickest.</summary>
    internal const double ExplorationShare = 0.1;

    // Later than any time that a TimeSpan holds.
    private const double AfterAllKnown = 1e12;

    public string Name => "latency";

    public void Order(in StrategyContext context, Span<int> order)
    {
        if (order.Length < 2)
        {
            return;
        }

        Ranking.Sort(context, order, Rank);
        double chance = context.Random() / ExplorationShare;
        if (chance < 1)
        {
            // What is left of a number that passed the first test serves for the second draw.
            int place = 1 + Math.Min((int)(chance * (order.Length - 1)), order.Length - 2);
            int explored = order[place];
            order[..place].CopyTo(order[1..]);
            order[0] = explored;
        }
    }

    private static double Rank(in StrategyContext context, int index)
    {
        TargetState target = context.Target(index);
        return target.TimeToFirstOutput is { } known ? known.TotalSeconds
            : target.WantsTrial ? context.Random() - 1
            : AfterAllKnown + context.Random();
    }
}
