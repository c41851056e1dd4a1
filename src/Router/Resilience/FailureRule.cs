namespace Router.Resilience;

/// <summary>One row of <see cref="FailureRules"/>.</summary>
/// <param name="Retry">Whether the same target is asked again.</param>
/// <param name="Fallback">Which other targets are asked.</param>
/// <param name="Health">What the failure does to the target's health.</param>
public readonly record struct FailureRule(RetryRule Retry, FallbackRule Fallback, HealthRule Health);
