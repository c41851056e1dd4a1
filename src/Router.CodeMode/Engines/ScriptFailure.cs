using Router.CodeMode.Execution;

namespace Router.CodeMode.Engines;

/// <summary>A failure as it leaves the sandbox. Places are those of <see cref="Programs.ProgramText.Body"/>, from 1.</summary>
/// <param name="Kind">What kind. Engines say Timeout, Memory, Parse and Engine of themselves; the prelude says the others.</param>
/// <param name="Message">What happened.</param>
/// <param name="Name">The name of the JavaScript error, if one was thrown.</param>
/// <param name="Line">The line, if known.</param>
/// <param name="Column">The column, if known.</param>
/// <param name="Hint">What would be right, if known.</param>
public sealed record ScriptFailure(
    CodeErrorKind Kind, string Message, string? Name = null, int? Line = null, int? Column = null, string? Hint = null);
