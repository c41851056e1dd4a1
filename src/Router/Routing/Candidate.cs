namespace Router.Routing;

/// <summary>What one request knows of one target.</summary>
internal struct Candidate
{
    /// <summary>How often this request asked it.</summary>
    internal int Tries;

    /// <summary>The strategy has put it into the order.</summary>
    internal bool Ordered;

    /// <summary>This request asks it no more.</summary>
    internal bool Spent;

    /// <summary>The capability gate let it through.</summary>
    internal bool Admitted;

    /// <summary>A failure of this request counted against its health already: one bad request counts once per target.</summary>
    internal bool Counted;

    /// <summary>The reason for which it was last skipped, so that it is reported once.</summary>
    internal SkipReason? Skipped;
}
