namespace Router.Recording;

/// <summary>
/// A request that no recording answers, or no further one. The message names the fields in which the nearest recording differs, and
/// none of their content.
/// </summary>
public sealed class RecordingNotFoundException : Exception
{
    /// <summary>Makes an exception without a request.</summary>
    public RecordingNotFoundException()
        : this("No recording answers the request.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public RecordingNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public RecordingNotFoundException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The digest of the request, as it stands in a recording.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The file of the nearest recording; null where there is none.</summary>
    public string? Nearest { get; init; }

    /// <summary>The paths of the fields in which the nearest recording differs, at most eight.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];
}
