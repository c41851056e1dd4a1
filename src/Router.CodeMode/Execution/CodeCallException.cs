namespace Router.CodeMode.Execution;

/// <summary>Thrown by a function to fail its call with words that the program, and the model behind it, may read.</summary>
public sealed class CodeCallException : Exception
{
    /// <summary>Makes one without words.</summary>
    public CodeCallException()
    {
    }

    /// <summary>Makes one with the words that the program reads.</summary>
    public CodeCallException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with the words that the program reads and a cause that it does not.</summary>
    public CodeCallException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What kind of failure. Default <see cref="CodeErrorKind.FunctionFailed"/>.</summary>
    public CodeErrorKind Kind { get; init; } = CodeErrorKind.FunctionFailed;

    /// <summary>What would be right. Default none.</summary>
    public string? Hint { get; init; }
}
