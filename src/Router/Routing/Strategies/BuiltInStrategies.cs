namespace Router.Routing.Strategies;

/// <summary>The strategies that Router brings. Each is without state.</summary>
internal static class BuiltInStrategies
{
    internal static IReadOnlyList<ITargetStrategy> All { get; } =
    [
        new PriorityStrategy(),
        new WeightedStrategy(),
        new LeastBusyStrategy(),
        new LatencyStrategy(),
        new CostStrategy(),
        new CanaryStrategy(),
    ];
}
