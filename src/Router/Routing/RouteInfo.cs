using Router.Configuration;

namespace Router.Routing;

/// <summary>What a route is. A client answers with it through <c>GetService(typeof(RouteInfo))</c>.</summary>
/// <param name="Name">The route's name.</param>
/// <param name="Task">What it is for.</param>
/// <param name="Strategy">The strategy that orders its targets.</param>
/// <param name="Targets">Its targets, in the order written.</param>
public sealed record RouteInfo(string Name, RouteTask Task, string Strategy, IReadOnlyList<TargetInfo> Targets);
