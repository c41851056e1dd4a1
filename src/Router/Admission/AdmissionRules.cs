namespace Router.Admission;

/// <summary>What an <see cref="AdmissionPolicy"/> is made from: the limits of the configuration by name.</summary>
internal sealed record AdmissionRules
{
    internal IReadOnlyDictionary<string, LimitsConfig> Providers { get; init; } = new Dictionary<string, LimitsConfig>();

    internal IReadOnlyDictionary<string, LimitsConfig> Routes { get; init; } = new Dictionary<string, LimitsConfig>();

    internal IReadOnlyDictionary<(string Route, string Target), LimitsConfig> Targets { get; init; } =
        new Dictionary<(string Route, string Target), LimitsConfig>();

    /// <summary>By the tenant's name; <c>*</c> for each that has no entry.</summary>
    internal IReadOnlyDictionary<string, TenantConfig> Tenants { get; init; } = new Dictionary<string, TenantConfig>();

    internal SessionsConfig Sessions { get; init; } = new();

    internal IReadOnlyList<BudgetConfig> Budgets { get; init; } = [];
}
