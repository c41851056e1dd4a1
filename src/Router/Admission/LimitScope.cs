namespace Router.Admission;

/// <summary>What a limit or a budget is kept for.</summary>
public enum LimitScope
{
    /// <summary>Everything that passes through the router.</summary>
    All,

    /// <summary>One account at a provider.</summary>
    Provider,

    /// <summary>One target of a route.</summary>
    Target,

    /// <summary>One route.</summary>
    Route,

    /// <summary>One tenant, as the caller names it.</summary>
    Tenant,

    /// <summary>One session, as the caller names it.</summary>
    Session,

    /// <summary>One agent, as the caller names it.</summary>
    Agent,
}
