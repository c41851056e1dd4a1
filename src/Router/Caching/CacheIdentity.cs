namespace Router.Caching;

/// <summary>Who answers.</summary>
/// <param name="Provider">The provider, such as its name in the configuration.</param>
/// <param name="Model">The model.</param>
/// <param name="Version">Its pinned version; null where none is.</param>
internal sealed record CacheIdentity(string? Provider, string? Model, string? Version);
