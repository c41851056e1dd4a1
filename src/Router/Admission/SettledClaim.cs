namespace Router.Admission;

/// <summary>A granted claim and what it came to in the end.</summary>
/// <param name="Claim">The claim as it was granted.</param>
/// <param name="Mark">What the store told of it.</param>
/// <param name="Actual">What was really taken, in the claim's unit; 0 gives everything back.</param>
public readonly record struct SettledClaim(AdmissionClaim Claim, AdmissionMark Mark, long Actual);
