namespace Router.Configuration;

/// <summary>
/// What <c>providers.json</c> says, as an immutable record with defaults filled in. The same record is built in code by
/// <see cref="RouterOptions"/>. References (<c>${env:NAME}</c>) are resolved, and every rule is checked, when it is loaded.
/// </summary>
public sealed record RouterConfig
{
    /// <summary>The providers by name. Names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, ProviderConfig> Providers { get; init; } = new Dictionary<string, ProviderConfig>();

    /// <summary>The routes by name. Names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, RouteConfig> Routes { get; init; } = new Dictionary<string, RouteConfig>();

    /// <summary>Which route serves an application that names none.</summary>
    public DefaultRoutesConfig Defaults { get; init; } = new();
}
