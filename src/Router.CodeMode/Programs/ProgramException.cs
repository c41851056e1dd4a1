using Router.CodeMode.Execution;

namespace Router.CodeMode.Programs;

/// <summary>A text is no program.</summary>
public sealed class ProgramException : Exception
{
    /// <summary>Makes one without words.</summary>
    public ProgramException()
        : this(new CodeError { Kind = CodeErrorKind.Parse, Message = "The text is no program." })
    {
    }

    /// <summary>Makes one with words.</summary>
    public ProgramException(string message)
        : this(new CodeError { Kind = CodeErrorKind.Parse, Message = message })
    {
    }

    /// <summary>Makes one with words and a cause.</summary>
    public ProgramException(string message, Exception innerException)
        : base(message, innerException) => Error = new CodeError { Kind = CodeErrorKind.Parse, Message = message };

    /// <summary>Makes one of an error with its place.</summary>
    public ProgramException(CodeError error)
        : base(error?.Message) => Error = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>What is wrong, and where.</summary>
    public CodeError Error { get; }
}
