using Router.Context;

namespace Router.Routing;

/// <summary>How a client reaches the route in force: what it enters it also exits, so that nothing it uses is disposed meanwhile.</summary>
internal abstract class RouteHandle
{
    internal abstract RouteEngine Engine { get; }

    /// <summary>
    /// The route in force, kept alive until <see cref="Exit"/>. Another one than was asked for where a budget past its soft share
    /// says so, which <paramref name="context"/> then tells.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configuration no longer has it.</exception>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    internal abstract Route Enter(ref RouteContext context);

    internal abstract void Exit(Route route);

    /// <summary>The route in force, for a look only.</summary>
    internal abstract Route Peek();

    /// <summary>Disposes what the route alone owns.</summary>
    internal virtual void Dispose()
    {
    }
}
