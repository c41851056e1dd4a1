namespace Router.Routing;

/// <summary>A target as the configuration names it.</summary>
/// <param name="Name">Its name within the route.</param>
/// <param name="Provider">The provider's name in the configuration.</param>
/// <param name="Model">The model's id at the provider.</param>
/// <param name="Version">The pinned version; null where none is.</param>
public sealed record TargetInfo(string Name, string Provider, string Model, string? Version);
