namespace Router.CodeMode.Search;

/// <summary>That a function has a term.</summary>
/// <param name="Function">Its number.</param>
/// <param name="Impact">What the term adds to its score: rarity and fields are in it.</param>
/// <param name="NameShare">How much of its name the term is, 0 to 1.</param>
internal readonly record struct Posting(int Function, float Impact, float NameShare);
