namespace Router.Admission;

/// <summary>Claims that are granted all together or not at all.</summary>
/// <param name="Id">The reservation's id, unique in all processes.</param>
/// <param name="Claims">What is taken. A key stands at most once.</param>
/// <param name="Expiry">How long leases and holds stand unless they are renewed.</param>
public sealed record AdmissionRequest(string Id, IReadOnlyList<AdmissionClaim> Claims, TimeSpan Expiry);
