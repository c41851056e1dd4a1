namespace Router.Configuration.References;

/// <summary>A setting after its references were resolved.</summary>
/// <param name="Value">The value; empty where something is at fault.</param>
/// <param name="Faults">One sentence per fault, naming variables and files, never a value.</param>
/// <param name="HasReference">Whether any reference stands in it.</param>
/// <param name="HasLiteral">Whether the value, or the default of a reference, holds text of the configuration itself.</param>
internal sealed record ResolvedText(string Value, IReadOnlyList<string> Faults, bool HasReference, bool HasLiteral);
