using Router.Adapters;

namespace Router.Admission;

/// <summary>Where limits and budgets are kept.</summary>
public sealed record AdmissionStoreConfig
{
    /// <summary>The name of a registered <see cref="IAdmissionStoreType"/>. Default: <c>memory</c>, for this process alone.</summary>
    public string Type { get; init; } = AdmissionDefaults.StoreType;

    /// <summary>What the type reads. References such as <c>${env:NAME}</c> are resolved at loading.</summary>
    public ProviderSettings Settings { get; init; } = ProviderSettings.Empty;

    /// <summary>How long a decision may take before the store counts as away; 1 millisecond to 10 seconds. Default: 50 milliseconds.</summary>
    public TimeSpan Timeout { get; init; } = AdmissionDefaults.StoreTimeout;

    /// <summary>How many processes share the limits, 1 or more: the local share while the store is away. Default: 1.</summary>
    public int Instances { get; init; } = AdmissionDefaults.Instances;
}
