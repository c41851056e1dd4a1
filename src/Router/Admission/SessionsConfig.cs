namespace Router.Admission;

/// <summary>What holds for each session.</summary>
public sealed record SessionsConfig
{
    /// <summary>The limits of each session over all routes.</summary>
    public LimitsConfig Limits { get; init; } = LimitsConfig.None;
}
