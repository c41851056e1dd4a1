namespace Router.Resilience;

/// <summary>Leave to ask a target once, and whether that makes the request a probe.</summary>
/// <param name="Provider">It is the provider's one probe.</param>
/// <param name="Target">It is the target's one probe.</param>
internal readonly record struct HealthPermit(bool Provider, bool Target);
