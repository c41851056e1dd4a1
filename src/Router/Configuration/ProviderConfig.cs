using Router.Adapters;
using Router.Admission;
using Router.Resilience;

namespace Router.Configuration;

/// <summary>One entry of <c>providers</c>.</summary>
public sealed record ProviderConfig
{
    /// <summary>The name of a registered <see cref="IProviderType"/>, such as <c>openai</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Endpoint, credentials and whatever else the type reads. References such as <c>${env:NAME}</c> are resolved at loading.</summary>
    public ProviderSettings Settings { get; init; } = ProviderSettings.Empty;

    /// <summary>When the provider's targets are left alone.</summary>
    public HealthConfig Health { get; init; } = new();

    /// <summary>Limits of the account, over all routes and targets. Attempts are counted. Default: none.</summary>
    public LimitsConfig Limits { get; init; } = LimitsConfig.None;

    /// <summary>
    /// Whether the limits that the provider tells in its answers (<c>x-ratelimit-*</c>) are kept beside the configured ones. Default: true.
    /// </summary>
    public bool LearnLimits { get; init; } = true;
}
