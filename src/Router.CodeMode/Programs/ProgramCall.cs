namespace Router.CodeMode.Programs;

/// <summary>A call as it stands in a program's text. Immutable.</summary>
/// <param name="Name">The called name: identifiers joined by dots.</param>
/// <param name="Line">Its line in the body, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Arguments">All arguments as JSON, where they are literals. Null: they are known only when it runs.</param>
/// <param name="Members">
/// The names of the members of its one argument, where that is an object literal whose values are known only when it runs. Null: it is not.
/// </param>
public sealed record ProgramCall(string Name, int Line, int Column, string? Arguments, IReadOnlyList<string>? Members);
