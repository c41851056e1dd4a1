using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Declarations;

/// <summary>Declarations in TypeScript. Immutable.</summary>
/// <param name="Text">The text: syntactically TypeScript, lines ended by <c>\n</c>; empty where nothing fits.</param>
/// <param name="Tokens">Its tokens, o200k_base.</param>
/// <param name="Included">The functions it declares, in the order given.</param>
/// <param name="Omitted">Those that did not fit.</param>
/// <param name="Unshown">
/// The named types it uses and does not show (they stand as <c>any</c>). More of them comes with fewer functions, or a larger budget.
/// </param>
public sealed record DeclarationText(
    string Text,
    int Tokens,
    IReadOnlyList<CatalogueFunction> Included,
    IReadOnlyList<CatalogueFunction> Omitted,
    IReadOnlyList<string> Unshown);
