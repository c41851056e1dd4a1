namespace Router.Configuration;

/// <summary>When a streamed answer is handed to the caller.</summary>
public enum StreamMode
{
    /// <summary>From the first real output on. A failure after that surfaces; it is never patched over by another target.</summary>
    Commit,

    /// <summary>Only once it is whole, so that an answer cut in the middle can still be given by the next target.</summary>
    Hold,
}
