namespace Router.Routing.Strategies;

/// <summary>
/// Asks the target first for which the request is cheapest, by estimate. Targets whose price is not known come last; equals keep
/// the order written.
/// </summary>
internal sealed class CostStrategy : ITargetStrategy
{
    /// <summary>How many tokens in and out are compared where nothing is known of the request, since of nothing all cost the same.</summary>
    internal const long NominalTokens = 1000;

    public string Name => "cost";

    public void Order(in StrategyContext context, Span<int> order) => Ranking.Sort(context, order, Rank);

    internal static double Rank(decimal? cost) => cost is { } known ? (double)known : double.PositiveInfinity;

    private static double Rank(in StrategyContext context, int index)
    {
        if (context.Images > 0)
        {
            return Rank(context.Target(index).EstimateImages(context.Images));
        }

        bool nothing = context.InputTokens == 0 && context.OutputTokens == 0;
        return Rank(context.Target(index).EstimateCost(
            nothing ? NominalTokens : context.InputTokens, nothing ? NominalTokens : context.OutputTokens));
    }
}
