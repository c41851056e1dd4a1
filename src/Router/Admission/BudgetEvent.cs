namespace Router.Admission;

/// <summary>Tells of a budget that came near its end, or to it. Raised once for each crossing in each window, in each process.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Scope">What it is kept for.</param>
/// <param name="Value">Which provider, target, route, tenant, session or agent; null for all together.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Standing">
/// What is spent and held: micro-dollars, or calls or steps where their cap is the one that is reached.
/// </param>
/// <param name="Limit">What it is measured by, in the same unit.</param>
public sealed record BudgetEvent(string Budget, LimitScope Scope, string? Value, BudgetEventKind Kind, long Standing, long Limit);
