namespace Router.CodeMode.Execution;

/// <summary>Why a run was ended from outside of its program.</summary>
internal enum HaltReason
{
    None,

    /// <summary>By its caller.</summary>
    Cancelled,

    /// <summary>With its executor: a stored run stays stored.</summary>
    Closed,

    /// <summary>Its time awake is over.</summary>
    Wall,

    /// <summary>Another process holds it by now.</summary>
    Lost,

    /// <summary>The store failed: what may not be forgotten could not be written.</summary>
    Store,
}
