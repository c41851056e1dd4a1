namespace Router.Routing;

/// <summary>
/// Orders the targets of a route for each request. Routes name one in <c>strategy</c>; register your own as a singleton
/// <see cref="ITargetStrategy"/>. Must be thread-safe and quick: it runs before every request.
/// </summary>
public interface ITargetStrategy
{
    /// <summary>The name used in <c>strategy</c>. Compared without regard to case.</summary>
    string Name { get; }

    /// <summary>
    /// Puts the indexes of <see cref="RouteInfo.Targets"/> into the order in which they are asked. <paramref name="order"/> holds
    /// 0, 1, 2 … and must stay a permutation of them.
    /// </summary>
    /// <param name="context">The request and the state of the targets.</param>
    /// <param name="order">The order.</param>
    void Order(in StrategyContext context, Span<int> order);
}
