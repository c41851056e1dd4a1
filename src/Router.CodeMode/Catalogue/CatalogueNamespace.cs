namespace Router.CodeMode.Catalogue;

/// <summary>Functions whose names begin with the same part. Immutable.</summary>
/// <param name="Name">That part; empty for functions whose names have one part alone.</param>
/// <param name="Count">How many functions there are.</param>
/// <param name="Sources">Who brought them, in order of name.</param>
public sealed record CatalogueNamespace(string Name, int Count, IReadOnlyList<string> Sources);
