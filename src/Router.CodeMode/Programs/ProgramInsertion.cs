namespace Router.CodeMode.Programs;

/// <summary>Characters in a line of a program's body that are not in the model's text.</summary>
/// <param name="Line">The line of the body, from 1.</param>
/// <param name="Column">The column of the first of them, from 1.</param>
/// <param name="Length">How many.</param>
public sealed record ProgramInsertion(int Line, int Column, int Length);
