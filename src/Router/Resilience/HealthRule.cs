namespace Router.Resilience;

/// <summary>What a failure does to a target's health.</summary>
public enum HealthRule
{
    /// <summary>Nothing: the target did its work.</summary>
    Unharmed,

    /// <summary>Counts as a failure in the circuit breaker's window.</summary>
    Counts,

    /// <summary>The target is left alone until the time the provider stated, or a short default.</summary>
    CoolsUntilStated,

    /// <summary>The target is left alone for long, then tried by one request.</summary>
    CoolsLong,
}
