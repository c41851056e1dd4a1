using Microsoft.Extensions.Logging;
using Router.Resilience;

namespace Router.Admission;

/// <summary>Leaves a store alone that failed several times in a row; after a while one call tries whether it is back. Thread-safe.</summary>
internal sealed class StoreBreaker(MonotonicClock clock, ILogger logger)
{
    private const int Failures = 3;

    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private int _failures;
    private bool _probing;
    private TimeSpan _break = FirstBreak;
    private TimeSpan _openUntil;

    /// <summary>How long the store is still left alone.</summary>
    internal TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                TimeSpan rest = _openUntil - clock.Now;
                return _failures >= Failures && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether the store may be asked; whoever may must report.</summary>
    internal bool TryEnter(out bool probe)
    {
        lock (_gate)
        {
            probe = _failures >= Failures && !_probing && clock.Now >= _openUntil;
            _probing |= probe;
            return probe || _failures < Failures;
        }
    }

    internal void Succeed()
    {
        bool back;
        lock (_gate)
        {
            back = _failures >= Failures;
            _failures = 0;
            _probing = false;
            _break = FirstBreak;
        }

        if (back)
        {
            logger.StoreBack();
            AdmissionMetrics.StoreTurned(away: false);
        }
    }

    internal void Fail(bool probe, Exception exception)
    {
        bool away;
        lock (_gate)
        {
            _failures++;
            away = _failures == Failures;
            if (probe)
            {
                _probing = false;
                _break = _break * 2 < LongestBreak ? _break * 2 : LongestBreak;
            }

            if (probe || away)
            {
                _openUntil = clock.Now + _break;
            }
        }

        if (away)
        {
            logger.StoreAway(exception.GetType().Name);
            AdmissionMetrics.StoreTurned(away: true);
        }
    }

    /// <summary>Reports a call that its caller gave up.</summary>
    internal void Release(bool probe)
    {
        lock (_gate)
        {
            _probing &= !probe;
        }
    }
}
