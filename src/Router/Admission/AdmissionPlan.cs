namespace Router.Admission;

/// <summary>The limits that one reservation takes from: switches first, then what each attempt takes, then what the request takes once.</summary>
internal sealed class AdmissionPlan
{
    private AdmissionPlan(AdmissionLimit[] limits, int switches, int attemptEnd, bool holds) =>
        (Limits, Switches, AttemptEnd, Holds) = (limits, switches, attemptEnd, holds);

    internal AdmissionLimit[] Limits { get; }

    internal int Switches { get; }

    internal int AttemptEnd { get; }

    /// <summary>Whether there is something that expires.</summary>
    internal bool Holds { get; }

    internal static AdmissionPlan Make(AdmissionPolicy policy, AdmissionScopes scopes, bool withRequest)
    {
        ScopeLimits all = policy.For(LimitScope.All, null);
        ScopeLimits provider = policy.For(LimitScope.Provider, scopes.Provider);
        ScopeLimits target = scopes.Route is null ? ScopeLimits.None : policy.ForTarget(scopes.Route, scopes.Target);
        ScopeLimits route = policy.For(LimitScope.Route, scopes.Route);
        ScopeLimits tenant = policy.For(LimitScope.Tenant, scopes.Tenant);
        ScopeLimits session = policy.For(LimitScope.Session, scopes.Session);
        ScopeLimits agent = policy.For(LimitScope.Agent, scopes.Agent);
        ReadOnlySpan<ScopeLimits> set = [all, provider, target, route, tenant, session, agent];
        int count = 0;
        foreach (ScopeLimits scope in set)
        {
            count += (scope.Switch is null ? 0 : 1) + scope.PerAttempt.Length + (withRequest ? scope.PerRequest.Length : 0);
        }

        AdmissionLimit[] limits = new AdmissionLimit[count];
        int next = 0;
        foreach (ScopeLimits scope in set)
        {
            if (scope.Switch is { } stop)
            {
                limits[next++] = stop;
            }
        }

        int switches = next;
        foreach (ScopeLimits scope in set)
        {
            scope.PerAttempt.CopyTo(limits, next);
            next += scope.PerAttempt.Length;
        }

        int attemptEnd = next;
        if (withRequest)
        {
            foreach (ScopeLimits scope in set)
            {
                scope.PerRequest.CopyTo(limits, next);
                next += scope.PerRequest.Length;
            }
        }

        bool holds = false;
        foreach (AdmissionLimit limit in limits)
        {
            holds |= limit.Kind is AdmissionClaimKind.Concurrency or AdmissionClaimKind.Quota;
        }

        return new AdmissionPlan(limits, switches, attemptEnd, holds);
    }

    internal AdmissionClaim[] Claims(in AdmissionAmounts estimate)
    {
        AdmissionClaim[] claims = new AdmissionClaim[Limits.Length];
        for (int index = 0; index < claims.Length; index++)
        {
            claims[index] = Limits[index].Claim(estimate);
        }

        return claims;
    }
}
