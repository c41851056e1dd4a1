namespace Router.Admission;

/// <summary>Tells when money is spent too fast, whatever the window still holds.</summary>
public sealed record SpendAlarmConfig
{
    /// <summary>US dollars, above 0 and at most 1,000,000,000.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The span of time in which they are spent; a minute to 31 days. Default: an hour.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromHours(1);
}
