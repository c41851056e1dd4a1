namespace Router.Resilience;

/// <summary>How a target answers the question whether it may be asked now.</summary>
internal enum HealthState
{
    /// <summary>Ask it.</summary>
    Ready,

    /// <summary>Ask it: this one request decides whether the circuit closes again.</summary>
    Probe,

    /// <summary>Leave it alone until a known time.</summary>
    Cooling,

    /// <summary>Leave it alone: another request is the probe.</summary>
    ProbeInFlight,
}
