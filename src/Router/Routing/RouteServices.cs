using System.Diagnostics;
using Router.Telemetry;

namespace Router.Routing;

/// <summary>What a route's client answers to <c>GetService</c>, the same for every task.</summary>
internal static class RouteServices
{
    /// <summary>Answers for the route itself where it can, else asks the targets in order.</summary>
    /// <param name="client">The client that was asked.</param>
    /// <param name="handle">Its route.</param>
    /// <param name="metadata">The client's metadata, by the route's name.</param>
    /// <param name="ask">Asks one target.</param>
    /// <param name="serviceType">What is asked for.</param>
    /// <param name="serviceKey">Its key; a key is never ours.</param>
    internal static object? Find(
        object client,
        RouteHandle handle,
        Func<string, object> metadata,
        Func<RouteTarget, object?> ask,
        Type serviceType,
        object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType.IsInstanceOfType(client))
        {
            return client;
        }

        Route route = handle.Peek();
        if (serviceKey is null)
        {
            if (serviceType == typeof(RouteInfo))
            {
                return route.Info;
            }

            if (serviceType == typeof(ActivitySource))
            {
                return RouterDiagnostics.Source;
            }

            object ours = metadata(route.Info.Name);
            if (serviceType == ours.GetType())
            {
                return ours;
            }
        }

        return route.Targets.Select(ask).FirstOrDefault(service => service is not null);
    }
}
