using Router.Configuration;

namespace Router.Routing;

/// <summary>The order written in the configuration.</summary>
internal sealed class PriorityStrategy : ITargetStrategy
{
    public string Name => RouteDefaults.Strategy;

    public void Order(RouteInfo route, Span<int> order)
    {
        // The order arrives as it is written.
    }
}
