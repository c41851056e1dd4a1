namespace Router.Admission;

/// <summary>Why Router itself did not let a request through.</summary>
public enum AdmissionRefusalKind
{
    /// <summary>A rate is used up for the moment; time mends it.</summary>
    Rate,

    /// <summary>As many are at work as may be; it mends when one ends.</summary>
    Concurrency,

    /// <summary>A budget of money is spent, or what is held leaves too little.</summary>
    Budget,

    /// <summary>A cap on calls or steps, or a daily quota, is reached.</summary>
    Cap,

    /// <summary>A kill switch is set.</summary>
    Stopped,

    /// <summary>The price is not known, and a budget of money asks for one.</summary>
    UnknownPrice,

    /// <summary>The store is away, and a limit that fails closed needs it.</summary>
    StoreUnavailable,
}
