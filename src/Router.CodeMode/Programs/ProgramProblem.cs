namespace Router.CodeMode.Programs;

/// <summary>Why a text cannot be parsed.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Line">Its line in the text, from 1, where it is known.</param>
/// <param name="Column">Its column, from 1, where it is known.</param>
public sealed record ProgramProblem(string Message, int? Line, int? Column);
