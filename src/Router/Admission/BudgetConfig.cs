namespace Router.Admission;

/// <summary>
/// One entry of <c>budgets</c>: how much may be spent, called or stepped within a window. Money is held by estimate before a call,
/// booked as it came out after it, and given back where nothing was billed.
/// </summary>
public sealed record BudgetConfig
{
    /// <summary>The budget's name, in reports, events and errors; unique. Counters belong to the name, the scope and the window.</summary>
    public required string Name { get; init; }

    /// <summary>What it is kept for. Each provider, target, route, tenant, session or agent has its own. Default: all together.</summary>
    public LimitScope Scope { get; init; } = LimitScope.All;

    /// <summary>The one provider, target, route, tenant, session or agent it is for; a target as <c>route/target</c>. Default: each.</summary>
    public string? Match { get; init; }

    /// <summary>When it begins anew. Default: the UTC month.</summary>
    public BudgetWindow Window { get; init; } = BudgetWindow.Month;

    /// <summary>The length of a rolling window, a minute to 366 days; required there, and an error elsewhere.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>US dollars that may be spent, 0 to 1,000,000,000; null for no limit on money.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The share of <see cref="Limit"/>, above 0 and up to 1, from which on an event is raised. Default: 0.8.</summary>
    public double SoftShare { get; init; } = AdmissionDefaults.SoftShare;

    /// <summary>The route that serves requests of other routes once the soft share is passed; null for none.</summary>
    public string? SoftRoute { get; init; }

    /// <summary>How many calls to models, attempts included; 0 or more, null for no cap.</summary>
    public long? MaxCalls { get; init; }

    /// <summary>How many steps that agents make by themselves: requests that answer the results of tools; 0 or more, null for no cap.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>Tells when money is spent too fast; null for no alarm.</summary>
    public SpendAlarmConfig? Alarm { get; init; }

    /// <summary>What happens to targets whose price is not known, where <see cref="Limit"/> is set. Default: they are skipped.</summary>
    public UnknownPrice UnknownPrice { get; init; } = UnknownPrice.Refuse;

    /// <summary>What holds while the store is away. Default: nothing is let through.</summary>
    public StoreFailure OnStoreFailure { get; init; } = StoreFailure.Closed;
}
