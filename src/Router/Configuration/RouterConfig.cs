using Router.Admission;
using Router.Pinning;
using Router.Pricing;

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

    /// <summary>
    /// Limits of tenants by name; <c>*</c> is each tenant that has no entry. Names are the callers' own identifiers and are compared
    /// exactly, case included.
    /// </summary>
    public IReadOnlyDictionary<string, TenantConfig> Tenants { get; init; } = new Dictionary<string, TenantConfig>();

    /// <summary>What holds for each session.</summary>
    public SessionsConfig Sessions { get; init; } = new();

    /// <summary>How much may be spent, called and stepped.</summary>
    public IReadOnlyList<BudgetConfig> Budgets { get; init; } = [];

    /// <summary>Prices that win over the table that ships with Router.</summary>
    public IReadOnlyList<PriceConfig> Prices { get; init; } = [];

    /// <summary>Whether versions are checked.</summary>
    public PinningConfig Pinning { get; init; } = new();

    /// <summary>Where limits and budgets are kept.</summary>
    public AdmissionStoreConfig Store { get; init; } = new();

    /// <summary>The lock file beside the configuration, read when this is loaded.</summary>
    internal PinLock Lock { get; init; } = PinLock.Empty;
}
