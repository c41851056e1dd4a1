using Microsoft.Extensions.AI;

namespace Router.Configuration;

/// <summary>
/// The configuration built in code: the same model as <c>providers.json</c>. Not thread-safe; read once, when the router is made.
/// </summary>
public sealed class RouterOptions
{
    /// <summary>The providers by name.</summary>
    public IDictionary<string, ProviderConfig> Providers { get; } =
        new Dictionary<string, ProviderConfig>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The routes by name.</summary>
    public IDictionary<string, RouteConfig> Routes { get; } = new Dictionary<string, RouteConfig>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which route serves an application that names none.</summary>
    public DefaultRoutesConfig Defaults { get; set; } = new();

    /// <summary>
    /// Clients of the application's own that routes can name as providers: <c>"provider": "mine"</c>. Router does not dispose them.
    /// </summary>
    public IDictionary<string, IChatClient> ChatClients { get; } =
        new Dictionary<string, IChatClient>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Image generators of the application's own that routes can name as providers.</summary>
    public IDictionary<string, IImageGenerator> ImageGenerators { get; } =
        new Dictionary<string, IImageGenerator>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The options as an immutable record.</summary>
    public RouterConfig ToConfig() => new()
    {
        Providers = new Dictionary<string, ProviderConfig>(Providers, StringComparer.OrdinalIgnoreCase),
        Routes = new Dictionary<string, RouteConfig>(Routes, StringComparer.OrdinalIgnoreCase),
        Defaults = Defaults,
    };
}
