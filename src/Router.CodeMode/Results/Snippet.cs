namespace Router.CodeMode.Results;

/// <summary>A program that a person has approved, called by programs as <c>await snippets.name(…)</c>. Immutable.</summary>
/// <param name="Name">Its name, an identifier.</param>
/// <param name="Description">What it does, and what it takes, in a line.</param>
/// <param name="Source">A function expression: <c>async ({ owner }) => { … }</c>.</param>
public sealed record Snippet(string Name, string Description, string Source);
