using Router.CodeMode.Execution;

namespace Router.CodeMode.Loop;

/// <summary>A program that waits for decisions.</summary>
/// <param name="CallId">The call of <c>execute_code</c> that it runs for.</param>
/// <param name="RunId">Its run.</param>
/// <param name="Calls">The calls that wait.</param>
internal sealed record SuspendedProgram(string CallId, string RunId, IReadOnlyList<CodeCall> Calls);
