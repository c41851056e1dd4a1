using Router.Admission;

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

    /// <summary>Its turn is under way.</summary>
    internal bool Busy;

    /// <summary>The capability gate let it through.</summary>
    internal bool Admitted;

    /// <summary>The cache was asked for its answer.</summary>
    internal bool LookedUp;

    /// <summary>A failure of this request counted against its health already: one bad request counts once per target.</summary>
    internal bool Counted;

    /// <summary>The reason for which it was last skipped, so that it is reported once.</summary>
    internal SkipReason? Skipped;

    /// <summary>Why Router's own limits last refused it; null where they did not, or time has passed since.</summary>
    internal AdmissionRefusal? Refusal;

    /// <summary>When that refusal may be over; asked no sooner. Null where no time is known.</summary>
    internal TimeSpan? RefusedUntil;
}
