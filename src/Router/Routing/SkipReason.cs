namespace Router.Routing;

/// <summary>Why a target was not asked.</summary>
public enum SkipReason
{
    /// <summary>It cannot take what the request holds: tools, images, a schema, this much text.</summary>
    Incapable,

    /// <summary>It is cooling down, or its circuit is open.</summary>
    Cooling,

    /// <summary>Its circuit is half-open and another request is the probe.</summary>
    ProbeInFlight,

    /// <summary>Its context window is not known to be larger than the one that was too small.</summary>
    ContextNotLarger,

    /// <summary>The route does not list it for content that another target refused.</summary>
    NotListedForContent,

    /// <summary>A rate or the concurrency that Router keeps is used up for the moment.</summary>
    LimitReached,

    /// <summary>A budget of money, a cap or a daily quota is used up.</summary>
    BudgetSpent,

    /// <summary>A kill switch is set.</summary>
    Stopped,

    /// <summary>Its price is not known, and a budget asks for one.</summary>
    PriceUnknown,

    /// <summary>The store that keeps its limits is away, and they fail closed.</summary>
    StoreUnavailable,
}
