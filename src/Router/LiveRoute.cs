using Router.Configuration;
using Router.Context;
using Router.Routing;

namespace Router;

/// <summary>A route by name, in whatever configuration is in force when a request begins.</summary>
internal sealed class LiveRoute(ModelRouter router, string? name, RouteTask task) : RouteHandle
{
    internal override RouteEngine Engine => router.Engine;

    internal override Route Enter(ref RouteContext context) => router.Enter(name, task, ref context);

    internal override void Exit(Route route) => route.Owner!.Exit();

    internal override Route Peek() => router.Find(router.Model, name, task);
}
