namespace Router.CodeMode.Results;

/// <summary>A personal part of a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its length, above 0.</param>
/// <param name="Kind">What it is, in lower-case letters: <c>email</c>. The model reads it.</param>
public readonly record struct PersonalMatch(int Start, int Length, string Kind);
