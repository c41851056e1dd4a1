namespace Router.CodeMode.Engines;

/// <summary>An engine failed, not the program in it: it is missing, its process died, its memory could not be had.</summary>
public sealed class ScriptEngineException : Exception
{
    /// <summary>Makes one without words.</summary>
    public ScriptEngineException()
    {
    }

    /// <summary>Makes one that says what failed and what would help.</summary>
    public ScriptEngineException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what failed and what would help, with its cause.</summary>
    public ScriptEngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
