
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

    // What a target gets at the moment of its return. Less would leave it without the requests that prove it.
    private const double FirstShare = 0.1;

    // 55 % of 20 is a little more than 11 in floating point.
    private const double RoundingError = 1e-6;

    private readonly Lock _gate = new();
    private HealthConfig _rules = config;
    private RollingWindow _window = new(config.SamplingWindow);
    private TimeSpan _blockedUntil;
    private TimeSpan _closedAt;
    private FailureClass _reason;
    private bool _needsProbe;
    private long _lastProbe;
    private long _probe;
    private TimeSpan _probeRulesUntil;

    /// <summary>
    /// The share of its requests that a target is to have, above 0 and up to 1: below 1 only in the ramp after its return, as long
    /// as <see cref="HealthConfig.RampDuration"/> says.
    /// </summary>
    /// <remarks>
    /// The ramp begins when a cool-down lapses, or where a probe must prove the target first, with that proof: it goes by time
    /// alone, so that little traffic delays no return. A failure that shuts the target again ends the ramp, and the next return
    /// begins it anew; one that merely counts leaves it alone, since the odd failure is the breaker's to judge and would else
    /// hold a busy target down for good. A target that is shut, or waits for its probe, has a whole share: who may enter is
    /// decided elsewhere, and a probe must not be kept waiting.
    /// </remarks>
    internal double Share
    {
        get
        {
            if (Volatile.Read(ref _rules).RampDuration <= TimeSpan.Zero)
            {
                return 1;
            }

            lock (_gate)
            {
                TimeSpan now = clock.Now;
                if (_blockedUntil == TimeSpan.Zero || now < _blockedUntil || _needsProbe)
                {
                    return 1;
                }

                TimeSpan back = now - (_closedAt > _blockedUntil ? _closedAt : _blockedUntil);
                TimeSpan ramp = _rules.RampDuration;
                return back < ramp ? FirstShare + ((1 - FirstShare) * (back / ramp)) : 1;
            }
        }
    }

    /// <summary>Goes on under other rules. A cool-down stays as long as it was; counts begin anew where their window changes.</summary>
    internal void Follow(HealthConfig rules)
    {
        lock (_gate)
        {
            if (rules.SamplingWindow != _rules.SamplingWindow)
            {
                _window = new RollingWindow(rules.SamplingWindow);
            }

            _rules = rules;
        }
    }

    /// <summary>
    /// Asks to be let in. <see cref="HealthState.Probe"/> reserves the one probe and numbers it; whoever got it must report or release.
    /// </summary>
    internal HealthState TryEnter(out long probe)
    {
        lock (_gate)
        {
            HealthState state = Look();
            probe = 0;
            if (state == HealthState.Probe)
            {
                probe = _probe = ++_lastProbe;
                _probeRulesUntil = TimeSpan.MaxValue;
            }

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
    internal void Succeed(long probe)
    {
        lock (_gate)
        {
            _window.Add(clock.Now, failed: false);
            if (TakeBack(probe))
            {
                _needsProbe = false;
                _closedAt = clock.Now;
                _window.Clear();
            }
        }
    }

    /// <summary>
    /// Reports that a probe has begun to answer. From here on its consumer sets the pace, who may take hours or never come back:
    /// after one more break another request may probe.
    /// </summary>
    internal void Begin(long probe)
    {
        lock (_gate)
        {
            if (probe != 0 && probe == _probe)
            {
                _probeRulesUntil = TimeSpans.Add(clock.Now, _rules.BreakDuration);
            }
        }
    }

    /// <summary>Reports an attempt without an outcome: cancelled, or its failure said nothing of this target.</summary>
    internal void Release(long probe)
    {
        lock (_gate)
        {
            TakeBack(probe);
        }
    }

    /// <summary>Reports a failure. Returns true if it opened the circuit or began a cool-down.</summary>
    internal bool Fail(in Failure failure, long probe, bool countable)
    {
        lock (_gate)
        {
            bool probed = TakeBack(probe);
            TimeSpan now = clock.Now;
            HealthRule rule = FailureRules.For(failure.Class).Health;
            bool wasShut = now < _blockedUntil;
            switch (rule)
            {
                case HealthRule.CoolsUntilStated:
                    Block(TimeSpans.Add(now, Stated(failure, _rules.RateLimitCooldown)), failure.Class);
                    break;
                case HealthRule.CoolsLong:
                    Block(TimeSpans.Add(now, Stated(failure, _rules.LongCooldown)), failure.Class);
                    _needsProbe = true;
                    break;
                case HealthRule.Counts:
                    Count(now, failure, probed, countable);
                    break;
                default:
                    break;
            }

            return !wasShut && now < _blockedUntil;
        }
    }

    private void Count(TimeSpan now, in Failure failure, bool probed, bool countable)
    {
        if (failure.RetryAfter is not null)
        {
            Block(TimeSpans.Add(now, Stated(failure, RetryAfterFloor)), failure.Class);
        }

        if (countable)
        {
            _window.Add(now, failed: true);
        }

        (int total, int failures) = _window.Count(now);
        bool tooMany = total >= _rules.MinimumThroughput && failures >= (_rules.FailureRatio * total) - RoundingError;

        // Once open, the circuit waits for its probe: what older requests still come to grief with tells nothing new.
        if (probed || (countable && tooMany && !_needsProbe))
        {
            Block(TimeSpans.Add(now, _rules.BreakDuration), failure.Class);
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

        bool probing = _probe != 0 && clock.Now < _probeRulesUntil;
        return !_needsProbe ? HealthState.Ready : probing ? HealthState.ProbeInFlight : HealthState.Probe;
    }

    // False for a request that is no probe, and for a probe that another one has replaced.
    private bool TakeBack(long probe)
    {
        if (probe == 0 || probe != _probe)
        {
            return false;
        }

        _probe = 0;
        return true;
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
