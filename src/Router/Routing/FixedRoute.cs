using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Routing;

/// <summary>A route made in code, which never changes.</summary>
internal sealed class FixedRoute(Route route, RouteEngine engine, IReadOnlyList<IChatClient> owned) : RouteHandle
{
    internal override RouteEngine Engine => engine;

    internal override Route Enter(ref RouteContext context) => route;

    internal override void Exit(Route route)
    {
        // Its targets live as long as the client itself.
    }

    internal override Route Peek() => route;

    internal override void Dispose()
    {
        List<Exception> failures = [];
        foreach (IChatClient client in owned.Distinct())
        {
            try
            {
                client.Dispose();
            }
            catch (Exception exception)
            {
                // The other clients hold connections too.
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
