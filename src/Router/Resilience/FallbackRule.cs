namespace Router.Resilience;

/// <summary>Which other targets are asked after a failure.</summary>
public enum FallbackRule
{
    /// <summary>None: the request ends.</summary>
    Never,

    /// <summary>The next target in order.</summary>
    AnyTarget,

    /// <summary>Only targets known to have a larger context window.</summary>
    LargerContext,

    /// <summary>Only targets that the route lists for refused content.</summary>
    ListedTargets,

    /// <summary>The next target, if the route opts in for this class.</summary>
    OptIn,
}
