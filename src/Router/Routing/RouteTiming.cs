namespace Router.Routing;

/// <summary>The fixed figures of waiting.</summary>
internal static class RouteTiming
{
    /// <summary>How much longer than a stated wait a request may wait, so that many do not come back in one instant.</summary>
    internal const double JitterShare = 0.1;

    /// <summary>Added to every wait for a cool-down, since a timer may fire a little early.</summary>
    internal static readonly TimeSpan WaitMargin = TimeSpan.FromMilliseconds(5);
}
