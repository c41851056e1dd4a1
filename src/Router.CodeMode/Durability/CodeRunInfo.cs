namespace Router.CodeMode.Durability;

/// <summary>One line of the list of stored runs.</summary>
/// <param name="RunId">The run.</param>
/// <param name="CreatedAt">When it was stored first.</param>
/// <param name="HeldUntil">Until when its holder may be taken for alive. Null: it sleeps.</param>
/// <param name="Entries">How many entries it has.</param>
public sealed record CodeRunInfo(string RunId, DateTimeOffset CreatedAt, DateTimeOffset? HeldUntil, int Entries);
