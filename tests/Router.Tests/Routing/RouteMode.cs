namespace Router.Tests.Routing;

/// <summary>How a plan is run.</summary>
public enum RouteMode
{
    Unary,
    Streaming,
    Hold,
    Images,
}
