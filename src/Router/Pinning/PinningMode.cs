namespace Router.Pinning;

/// <summary>How much it matters that a pinned version answers.</summary>
public enum PinningMode
{
    /// <summary>Nothing is checked.</summary>
    Off,

    /// <summary>What differs is told: an event, a log line, and the served version on the report.</summary>
    Warn,

    /// <summary>What is not pinned is a configuration error, and an answer of another version is a failure.</summary>
    Strict,
}
