namespace Router.Routing;

/// <summary>A route made in code, which never changes.</summary>
internal sealed class FixedRoute(Route route, RouteEngine engine, bool leaveOpen) : RouteHandle
{
    internal override RouteEngine Engine => engine;

    internal override Route Enter() => route;

    internal override void Exit(Route route)
    {
        // Its targets live as long as the client itself.
    }

    internal override Route Peek() => route;

    internal override void Dispose()
    {
        if (!leaveOpen)
        {
            foreach (RouteTarget target in route.Targets)
            {
                target.ChatClient?.Dispose();
            }
        }
    }
}
