namespace Router.Admission;

/// <summary>What a budget stands at. Money is in US dollars.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Scope">What it is kept for.</param>
/// <param name="Value">Which provider, target, route, tenant, session or agent; null for all together.</param>
public sealed record BudgetStanding(string Budget, LimitScope Scope, string? Value)
{
    /// <summary>Its limit on money; null where it has none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>What is spent in the window.</summary>
    public decimal Spent { get; init; }

    /// <summary>What is held for calls that are not over.</summary>
    public decimal Held { get; init; }

    /// <summary>Its cap on calls; null where it has none.</summary>
    public long? MaxCalls { get; init; }

    /// <summary>The calls of the window, those at work included.</summary>
    public long Calls { get; init; }

    /// <summary>Its cap on steps; null where it has none.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>The steps of the window, those at work included.</summary>
    public long Steps { get; init; }
}
