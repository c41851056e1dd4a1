namespace Router.Admission;

/// <summary>What a claim takes from.</summary>
public enum AdmissionClaimKind
{
    /// <summary>A rate with a burst, kept by GCRA: amounts and limits are nanoseconds.</summary>
    Rate,

    /// <summary>A place among those at work at the same time: each is a lease that expires.</summary>
    Concurrency,

    /// <summary>A sum within a window: micro-dollars, calls, steps, tokens or neurons of a day.</summary>
    Quota,

    /// <summary>The kill switch: nothing is taken, and a switch that is set refuses.</summary>
    Switch,
}
