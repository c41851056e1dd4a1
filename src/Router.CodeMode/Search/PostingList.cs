namespace Router.CodeMode.Search;

/// <summary>The functions that have a term. Immutable.</summary>
/// <param name="Rarity">How telling the term is: its inverse document frequency.</param>
/// <param name="Postings">By function.</param>
internal sealed record PostingList(float Rarity, Posting[] Postings);
