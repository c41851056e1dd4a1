using System.Text.RegularExpressions;
using Jint.Runtime;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.Jint.Threads;

namespace Router.CodeMode.Jint.Runs;

/// <summary>What Jint throws, as failures of the program's.</summary>
internal static class JintFailures
{
    public static ScriptFailure Timeout { get; } =
        new(CodeErrorKind.Timeout, "The program used all of the processor time that it may use.");

    public static ScriptFailure Memory { get; } = new(CodeErrorKind.Memory, "The program used all of the memory that it may use.");

    /// <summary>The failure, or null: the engine's own, or a halt.</summary>
    public static ScriptFailure? Of(Exception exception) => exception switch
    {
        ProgramHaltedException => null,
        MemoryLimitExceededException or OutOfMemoryException => Memory,
        RegexMatchTimeoutException => Timeout,
        RecursionDepthOverflowException or InsufficientExecutionStackException =>
            new ScriptFailure(CodeErrorKind.Program, "Maximum call stack size exceeded.", "RangeError"),
        JavaScriptException thrown => Thrown(thrown),
        _ => null,
    };

    // What a job threw past the prelude, which lets nothing past but what a program made of it.
    private static ScriptFailure Thrown(JavaScriptException exception)
    {
        (int? line, int? column) = PreludeProtocol.ReadPlace(exception.JavaScriptStackTrace);
        return new ScriptFailure(CodeErrorKind.Program, exception.Message, Line: line, Column: column);
    }
}
