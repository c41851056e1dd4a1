using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Pinning;
using Router.Pricing;

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

    /// <summary>Limits of tenants by name, case included; <c>*</c> is each tenant that has no entry.</summary>
    public IDictionary<string, TenantConfig> Tenants { get; } = new Dictionary<string, TenantConfig>(StringComparer.Ordinal);

    /// <summary>What holds for each session. Default: no limits.</summary>
    public SessionsConfig Sessions { get; set; } = new();

    /// <summary>How much may be spent, called and stepped. Default: no budgets.</summary>
    public IList<BudgetConfig> Budgets { get; } = [];

    /// <summary>Prices that win over the table that ships with Router. Default: none.</summary>
    public IList<PriceConfig> Prices { get; } = [];

    /// <summary>Whether versions are checked. Default: what differs is told.</summary>
    public PinningConfig Pinning { get; set; } = new();

    /// <summary>Where limits and budgets are kept. Default: in this process's memory.</summary>
    public AdmissionStoreConfig Store { get; set; } = new();

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
        Tenants = new Dictionary<string, TenantConfig>(Tenants, StringComparer.Ordinal),
        Sessions = Sessions,
        Budgets = [.. Budgets],
        Prices = [.. Prices],
        Pinning = Pinning,
        Store = Store,
    };
}
