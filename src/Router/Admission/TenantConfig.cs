namespace Router.Admission;

/// <summary>One entry of <c>tenants</c>; the entry <c>*</c> holds for each tenant that has none.</summary>
public sealed record TenantConfig
{
    /// <summary>The limits of this tenant over all routes.</summary>
    public LimitsConfig Limits { get; init; } = LimitsConfig.None;
}
