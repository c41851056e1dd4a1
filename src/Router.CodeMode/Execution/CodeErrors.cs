using System.Globalization;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Execution;

/// <summary>The words in which a run tells its program, and the model behind it, what went wrong.</summary>
internal static class CodeErrors
{
    internal static CodeError Unknown(string name, string? suggestion) =>
        new() { Kind = CodeErrorKind.UnknownFunction, Message = $"There is no function {name}.", Hint = suggestion };

    /// <summary>A program that imports reads what it has instead.</summary>
    internal static CodeError Of(ProgramException exception, IReadOnlyCollection<string> roots)
    {
        CodeError error = exception.Error;
        return error.Name == ProgramReader.ImportErrorName && roots.Count > 0
            ? error with { Hint = $"{error.Hint} What exists: {string.Join(", ", roots.Take(20))}." }
            : error;
    }

    internal static CodeError BadName() =>
        new() { Kind = CodeErrorKind.UnknownFunction, Message = "The name of the called function is none: identifiers joined by dots, at most 256 characters." };

    internal static CodeError CallLimit(int limit) => new()
    {
        Kind = CodeErrorKind.CallLimit,
        Message = Invariant($"The program may make {limit} calls and has made them."),
        Hint = "Ask for more with each call, or filter before calling.",
    };

    internal static CodeError HostCallLimit(string name, long limit) =>
        new() { Kind = CodeErrorKind.CallLimit, Message = Invariant($"{name} was used more than {limit} times.") };

    internal static CodeError BadArguments(string name) =>
        new() { Kind = CodeErrorKind.InvalidArguments, Message = $"The arguments of {name} are no JSON array." };

    internal static CodeError BadSleep() =>
        new() { Kind = CodeErrorKind.InvalidArguments, Message = "$sleep takes one number of milliseconds, 0 to 2147483647." };

    internal static CodeError ArgumentsTooLong(string name, long bytes, int limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The arguments of {name} are {bytes} bytes of JSON; at most {limit} are allowed. The call was not made."),
        Hint = "Pass less at a time.",
    };

    internal static CodeError ArgumentsTooDeep(string name, int limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The arguments of {name} are nested deeper than {limit}. The call was not made."),
    };

    internal static CodeError ArgumentsInAll(string name, long limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The arguments of {name} and of all calls before are more than {limit} bytes of JSON. The call was not made."),
        Hint = "Pass less at a time.",
    };

    internal static CodeError AnswerTooLong(string name, long bytes, int limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The call of {name} was made, but its result of {bytes} bytes of JSON is over the {limit} allowed and is lost."),
        Hint = "Where the function can page or filter, ask for less.",
    };

    internal static CodeError AnswerTooDeep(string name, int limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The call of {name} was made, but its result is nested deeper than {limit} and is lost."),
    };

    internal static CodeError FunctionFailed(string name) =>
        new() { Kind = CodeErrorKind.FunctionFailed, Message = $"{name} failed." };

    internal static CodeError Denied(string name, string? reason) => new()
    {
        Kind = CodeErrorKind.Denied,
        Message = string.IsNullOrWhiteSpace(reason) ? $"The call of {name} was denied." : $"The call of {name} was denied: {reason}",
    };

    internal static CodeError InDoubt(string name) => new()
    {
        Kind = CodeErrorKind.InDoubt,
        Message = $"The call of {name} was under way when its process ended: it may or may not have taken effect, and was not made again.",
        Hint = "Find out by reading what it would have changed.",
    };

    internal static CodeError Abandoned(string name) =>
        new() { Kind = CodeErrorKind.Cancelled, Message = $"The run ended before {name} answered." };

    internal static CodeError SourceTooLong(int length, int limit) => new()
    {
        Kind = CodeErrorKind.Parse,
        Message = Invariant($"The program has {length} characters; at most {limit} are allowed."),
        Hint = "Do less in one program.",
    };

    internal static CodeError Cpu(TimeSpan limit) => new()
    {
        Kind = CodeErrorKind.Timeout,
        Message = Invariant($"The program used up its {limit.TotalSeconds:0.###} s of processor time."),
        Hint = "Do less work in the program, or let a function do it.",
    };

    internal static CodeError Wall(TimeSpan limit) => new()
    {
        Kind = CodeErrorKind.Timeout,
        Message = Invariant($"The run took longer than the {limit.TotalSeconds:0.###} s that it may take, its calls included."),
        Hint = "Make independent calls at the same time, with Promise.all.",
    };

    internal static CodeError Memory(long limit) => new()
    {
        Kind = CodeErrorKind.Memory,
        Message = Invariant($"The program needed more than its {limit} bytes of memory."),
        Hint = "Keep only what is needed of each result.",
    };

    internal static CodeError ValueTooLong(long bytes, int limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The program's value is {bytes} bytes of JSON; at most {limit} are allowed."),
        Hint = "Return only what is needed: pick fields, filter, count.",
    };

    internal static CodeError ValueTooDeep(int limit) => new()
    {
        Kind = CodeErrorKind.OutputTooLarge,
        Message = Invariant($"The program's value is nested deeper than {limit}."),
        Hint = "Return a flatter value.",
    };

    internal static CodeError Deadlock() => new()
    {
        Kind = CodeErrorKind.Deadlock,
        Message = "The program waits for something that cannot happen: no call is open and nothing is left to run.",
        Hint = "Await calls themselves; a promise that nothing resolves never ends.",
    };

    internal static CodeError Divergence(string what) =>
        new() { Kind = CodeErrorKind.Divergence, Message = $"The program did not repeat what its journal says: {what}." };

    internal static CodeError Cancelled() => new() { Kind = CodeErrorKind.Cancelled, Message = "The run was cancelled by its caller." };

    internal static CodeError Closed() => new() { Kind = CodeErrorKind.Cancelled, Message = "The run was ended with its executor." };

    internal static CodeError Engine(string message, string? hint = null) =>
        new() { Kind = CodeErrorKind.Engine, Message = message, Hint = hint };

    /// <summary>A failure as it left the sandbox; where it is of a limit, in the words of this side.</summary>
    internal static CodeError Of(ScriptFailure failure, CodeLimits limits) => failure.Kind switch
    {
        CodeErrorKind.Timeout => Cpu(limits.Cpu),
        CodeErrorKind.Memory => Memory(limits.MemoryBytes),
        _ => new CodeError { Kind = failure.Kind, Message = failure.Message, Name = failure.Name, Hint = failure.Hint },
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
