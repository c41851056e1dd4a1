namespace Router.Admission;

/// <summary>Everything that holds for one provider, target, route, tenant, session or agent.</summary>
/// <param name="Switch">Its kill switch; null where it has none.</param>
/// <param name="PerAttempt">What each attempt takes.</param>
/// <param name="PerRequest">What a request takes once, however many attempts it makes.</param>
internal sealed record ScopeLimits(AdmissionLimit? Switch, AdmissionLimit[] PerAttempt, AdmissionLimit[] PerRequest)
{
    internal static ScopeLimits None { get; } = new(null, [], []);
}
