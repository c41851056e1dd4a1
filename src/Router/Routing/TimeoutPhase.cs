namespace Router.Routing;

/// <summary>Which of a route's timers is meant.</summary>
internal enum TimeoutPhase
{
    None,
    Attempt,
    FirstToken,
    Idle,
    Total,
}
