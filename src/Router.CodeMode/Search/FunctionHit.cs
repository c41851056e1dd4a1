using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Search;

/// <summary>A function that a search found. Immutable.</summary>
/// <param name="Function">The function.</param>
/// <param name="Score">How well it fits, to compare with others of the same search. 0: nothing fits; it is only a general one.</param>
public sealed record FunctionHit(CatalogueFunction Function, double Score);
