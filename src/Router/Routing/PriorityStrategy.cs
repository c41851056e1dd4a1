namespace Router.Routing;

/// <summary>The order written in the configuration.</summary>
internal sealed class PriorityStrategy : ITargetStrategy
{
    public string Name => "priority";

    public void Order(in StrategyContext context, Span<int> order)
    {
        // It comes in the order written.
    }
}
