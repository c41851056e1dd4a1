namespace Router.CodeMode.Execution;

/// <summary>One entry of a program's log.</summary>
/// <param name="Level"><c>debug</c>, <c>log</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Text">The text, cut where the log limit was reached.</param>
public sealed record CodeLog(string Level, string Text);
