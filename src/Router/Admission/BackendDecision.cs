namespace Router.Admission;

/// <summary>A decision, and who made it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Claims">What was claimed: at this process's share where it decided alone.</param>
/// <param name="IsLocal">Whether this process decided alone, since the store is away.</param>
/// <param name="IsUnavailable">Whether a limit that fails closed refused for that.</param>
internal readonly record struct BackendDecision(AdmissionDecision Decision, AdmissionClaim[] Claims, bool IsLocal = false, bool IsUnavailable = false);
