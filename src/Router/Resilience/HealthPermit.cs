namespace Router.Resilience;

/// <summary>Leave to ask a target once, and whether that makes the request a probe.</summary>
/// <param name="Provider">The number of the provider's probe that it is; 0 where it is none.</param>
/// <param name="Target">The number of the target's probe that it is; 0 where it is none.</param>
internal readonly record struct HealthPermit(long Provider, long Target);
