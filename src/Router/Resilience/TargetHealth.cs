
namespace Router.Resilience;

/// <summary>
/// The health of a target within that of its provider: a revoked key or a spent account shuts every model of the provider, a
/// missing model only itself. Thread-safe.
/// </summary>
internal sealed class TargetHealth(HealthTracker provider, HealthTracker target)
{
    /// <summary>Asks to be let in; a permit must come back through <see cref="Succeed"/>, <see cref="Fail"/> or <see cref="Release"/>.</summary>
    internal bool TryEnter(out HealthPermit permit)
    {
        permit = default;
        HealthState outer = provider.TryEnter(out long providerProbe);
        if (outer is HealthState.Cooling or HealthState.ProbeInFlight)
        {
            return false;
        }

        HealthState inner = target.TryEnter(out long targetProbe);
        if (inner is HealthState.Cooling or HealthState.ProbeInFlight)
        {
            provider.Release(providerProbe);
            return false;
        }

        permit = new HealthPermit(providerProbe, targetProbe);
        return true;
    }

    /// <summary>Why the target may not be asked now, and how long still: the longer of the two blocks.</summary>
    internal (HealthState State, TimeSpan Wait, FailureClass Reason) Peek()
    {
        (HealthState State, TimeSpan Wait, FailureClass Reason) outer = provider.Peek();
        (HealthState State, TimeSpan Wait, FailureClass Reason) inner = target.Peek();
        return outer.State == HealthState.Cooling && inner.State == HealthState.Cooling
            ? (outer.Wait > inner.Wait ? outer : inner)
            : outer.State is HealthState.Cooling or HealthState.ProbeInFlight ? outer : inner;
    }

    /// <summary>The share of its requests that the target is to have: the smaller of its own and its provider's.</summary>
    internal double Share => Math.Min(provider.Share, target.Share);

    /// <summary>Goes on under other rules; the provider's own part is told by the provider.</summary>
    internal void Follow(HealthConfig rules) => target.Follow(rules);

    internal void Succeed(HealthPermit permit)
    {
        provider.Succeed(permit.Provider);
        target.Succeed(permit.Target);
    }

    /// <summary>Reports that the target has begun to answer, and that the rest depends on whoever reads it.</summary>
    internal void Begin(HealthPermit permit)
    {
        provider.Begin(permit.Provider);
        target.Begin(permit.Target);
    }

    internal void Release(HealthPermit permit)
    {
        provider.Release(permit.Provider);
        target.Release(permit.Target);
    }

    /// <summary>Reports a failure to the part it speaks of. Returns true if that part was shut by it.</summary>
    internal bool Fail(HealthPermit permit, in Failure failure, bool countable)
    {
        if (FailureRules.For(failure.Class).Health == HealthRule.Unharmed)
        {
            // The provider is alive: it read the request and refused it.
            Succeed(permit);
            return false;
        }

        if (failure.Scope == FailureScope.Provider)
        {
            target.Release(permit.Target);
            return provider.Fail(failure, permit.Provider, countable);
        }

        provider.Release(permit.Provider);
        return target.Fail(failure, permit.Target, countable);
    }
}
