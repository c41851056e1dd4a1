namespace Router.CodeMode.Execution;

/// <summary>Another process holds the run: two would make its calls twice.</summary>
public sealed class CodeRunBusyException : Exception
{
    /// <summary>Makes one without words.</summary>
    public CodeRunBusyException()
    {
    }

    /// <summary>Makes one that says which run.</summary>
    public CodeRunBusyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says which run, with its cause.</summary>
    public CodeRunBusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
