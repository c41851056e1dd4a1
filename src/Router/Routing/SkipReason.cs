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
}
