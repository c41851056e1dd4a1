namespace Router.Admission;

/// <summary>The window of a quota, on the store's own clock.</summary>
/// <param name="Kind">When it begins anew.</param>
/// <param name="Period">The length of a rolling window; zero for the others.</param>
public readonly record struct QuotaWindow(QuotaWindowKind Kind, TimeSpan Period = default)
{
    /// <summary>How many slots a rolling window is counted in.</summary>
    public const int RollingSlots = 60;

    /// <summary>A window that never ends.</summary>
    public static QuotaWindow Forever => new(QuotaWindowKind.Forever);

    /// <summary>A UTC day.</summary>
    public static QuotaWindow Day => new(QuotaWindowKind.Day);

    /// <summary>A UTC month.</summary>
    public static QuotaWindow Month => new(QuotaWindowKind.Month);

    /// <summary>The last <paramref name="period"/>.</summary>
    public static QuotaWindow Rolling(TimeSpan period) => new(QuotaWindowKind.Rolling, period);
}
