namespace Router.Resilience;

/// <summary>Whether, after a failure, the same target is asked again.</summary>
public enum RetryRule
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Until the target's tries are spent, with exponential backoff and jitter.</summary>
    Backoff,

    /// <summary>Once, after a short wait.</summary>
    Once,

    /// <summary>Only when no other target is ready and the stated wait fits into the time left.</summary>
    AfterStatedWait,
}
