namespace Router.Emulators.Replicate;

/// <summary>How the event stream of a prediction ends.</summary>
public enum StreamEnd
{
    /// <summary>As the prediction does.</summary>
    Default,

    /// <summary>Cancelled after half of the output.</summary>
    Canceled,

    /// <summary>An error event after half of the output.</summary>
    Error,

    /// <summary>The comment of an idle time-out after half of the output, and nothing more.</summary>
    RequestTimeout,

    /// <summary>All of the output and no done event.</summary>
    Missing,
}
