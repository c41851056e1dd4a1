namespace Router.Recording;

/// <summary>A failure that was recorded, of a type that is not Router's own: its message was not recorded, since it may hold anything.</summary>
public sealed class RecordedFailureException : Exception
{
    /// <summary>Makes an exception of no particular type.</summary>
    public RecordedFailureException()
        : this("The recorded request failed.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public RecordedFailureException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public RecordedFailureException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The full name of the type that was thrown.</summary>
    public string OriginalType { get; init; } = "";
}
