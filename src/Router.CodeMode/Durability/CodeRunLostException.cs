namespace Router.CodeMode.Durability;

/// <summary>A run is held by another by now, or is gone: who has this thrown at him must make no further call.</summary>
public sealed class CodeRunLostException : Exception
{
    /// <summary>Makes one without words.</summary>
    public CodeRunLostException()
    {
    }

    /// <summary>Makes one that says which run.</summary>
    public CodeRunLostException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says which run, with its cause.</summary>
    public CodeRunLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
