using Router.Configuration;

namespace Router.Resilience;

/// <summary>
/// The circuit breaker and the cool-downs of one target (or of one whole provider). Thread-safe.
/// </summary>
/// <remarks>
/// Polly's breaker does not serve here: a plan must know whether and until when a target is shut without calling through it, a
/// stream's outcome is known long after the call returned, and Polly takes a cancelled probe for a success and closes.
/// </remarks>
internal sealed class HealthTracker(HealthConfig config, MonotonicClock clock)
{
    // "Retry at once" would be a tight loop against a provider that has just refused.
    private static readonly TimeSpan RetryAfterFloor = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly RollingWindow _window = new(config.SamplingWindow);
    private TimeSpan _blockedUntil;
    private FailureClass _reason;
    private bool _needsProbe;
    private bool _probing;

    /// <summary>Asks to be let in. <see cref="HealthState.Probe"/> reserves the one probe; whoever got it must report or release.</summary>
    internal HealthState TryEnter()
    {
        lock (_gate)
        {
            HealthState state = Look();
            _probing |= state == HealthState.Probe;
            return state;
        }
    }

    /// <summary>What <see cref="TryEnter"/> would answer, how long the block lasts, and what caused it. Reserves nothing.</summary>
    internal (HealthState State, TimeSpan Wait, FailureClass Reason) Peek()
    {
        lock (_gate)
        {
            HealthState state = Look();
            return (state, state == HealthState.Cooling ? _blockedUntil - clock.Now : TimeSpan.Zero, _reason);
        }
    }

    /// <summary>Reports an attempt that the target answered, be it by refusing the request for the caller's fault.</summary>
    internal void Succeed(bool probe)
    {
        lock (_gate)
        {
            _window.Add(clock.Now, failed: false);
            if (probe)
            {
                _probing = false;
                _needsProbe = false;
                _window.Clear();
            }
        }
    }

    /// <summary>Reports an attempt without an outcome: cancelled, or its failure said nothing of this target.</summary>
    internal void Release(bool probe)
    {
        lock (_gate)
        {
            _probing &= !probe;
        }
    }

    /// <summary>Reports a failure. Returns true if it opened the circuit or began a cool-down.</summary>
    internal bool Fail(in Failure failure, bool probe, bool countable)
    {
        lock (_gate)
        {
            _probing &= !probe;
            TimeSpan now = clock.Now;
            HealthRule rule = FailureRules.For(failure.Class).Health;
            bool wasShut = now < _blockedUntil;
            switch (rule)
            {
                case HealthRule.CoolsUntilStated:
                    Block(now + Stated(failure, config.RateLimitCooldown), failure.Class);
                    break;
                case HealthRule.CoolsLong:
                    Block(now + Stated(failure, config.LongCooldown), failure.Class);
                    _needsProbe = true;
                    break;
                case HealthRule.Counts:
                    Count(now, failure, probe, countable);
                    break;
                default:
                    break;
            }

            return !wasShut && now < _blockedUntil;
        }
    }

    private void Count(TimeSpan now, in Failure failure, bool probe, bool countable)
    {
        if (failure.RetryAfter is not null)
        {
            Block(now + Stated(failure, RetryAfterFloor), failure.Class);
        }

        if (countable)
        {
            _window.Add(now, failed: true);
        }

        (int total, int failures) = _window.Count(now);
        if (probe || (countable && total >= config.MinimumThroughput && failures >= config.FailureRatio * total))
        {
            Block(now + config.BreakDuration, failure.Class);
            _needsProbe = true;
        }
    }

    private static TimeSpan Stated(in Failure failure, TimeSpan otherwise)
    {
        TimeSpan wait = failure.RetryAfter ?? otherwise;
        return wait > RetryAfterFloor ? wait : RetryAfterFloor;
    }

    private HealthState Look()
    {
        if (clock.Now < _blockedUntil)
        {
            return HealthState.Cooling;
        }

        return !_needsProbe ? HealthState.Ready : _probing ? HealthState.ProbeInFlight : HealthState.Probe;
    }

    // A later cool-down never shortens an earlier one.
    private void Block(TimeSpan until, FailureClass reason)
    {
        if (until > _blockedUntil)
        {
            _blockedUntil = until;
            _reason = reason;
        }
    }
}
