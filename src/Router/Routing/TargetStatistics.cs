using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// How one model has been doing in this process, for strategies and hedging. What weighs in an average loses half its weight every
/// half minute; 10 minutes after the last answer the average is forgotten. Thread-safe.
/// </summary>
internal sealed class TargetStatistics
{
    /// <summary>How many answers an average needs to be told.</summary>
    internal const int AnswersToKnow = 3;

    /// <summary>How many attempts in a row an unknown target is tried with before one answers.</summary>
    internal const int TrialAttempts = 3;

    /// <summary>How many answers a percentile needs to be told.</summary>
    internal const int AnswersToRank = 20;

    /// <summary>How many of the last answers a percentile is taken of.</summary>
    internal const int RankedAnswers = 128;

    /// <summary>The time in which an answer loses half its weight.</summary>
    internal static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(30);

    /// <summary>The time after the last answer at which the average is forgotten.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>How long an unknown target that answered none of its trials is left without a further one.</summary>
    internal static readonly TimeSpan TrialPause = TimeSpan.FromMinutes(1);

    private readonly MonotonicClock _clock;
    private readonly Lock _gate = new();
    private readonly long[] _last = new long[RankedAnswers];
    private int _inFlight;
    private int _stored;
    private int _next;
    private int _answers;
    private double _sum;
    private double _weight;
    private TimeSpan _lastAnswer;
    private TimeSpan _lastBegin;
    private int _unanswered;

    internal TargetStatistics(MonotonicClock clock) => _clock = clock;

    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>
    /// The smoothed time to the first real output (of an answer that is not streamed: to the answer); null while fewer than
    /// <see cref="AnswersToKnow"/> are known.
    /// </summary>
    internal TimeSpan? TimeToFirstOutput
    {
        get
        {
            lock (_gate)
            {
                return IsKnown(_clock.Now) ? TimeSpan.FromTicks((long)(_sum / _weight)) : null;
            }
        }
    }

    /// <summary>
    /// Whether the target is unknown and ought to be tried: a few attempts that have not answered yet are enough at a time, so that
    /// neither a burst nor a dead target's every request is spent on finding out.
    /// </summary>
    internal bool WantsTrial
    {
        get
        {
            lock (_gate)
            {
                TimeSpan now = _clock.Now;
                return !IsKnown(now) && (_unanswered < TrialAttempts || now - _lastBegin >= TrialPause);
            }
        }
    }

    /// <summary>
    /// The time within which a share of the last <see cref="RankedAnswers"/> answers began; null while fewer than
    /// <see cref="AnswersToRank"/> are known.
    /// </summary>
    /// <param name="share">From 0 to 1.</param>
    internal TimeSpan? Percentile(double share)
    {
        Span<long> sorted = stackalloc long[RankedAnswers];
        lock (_gate)
        {
            if (_stored < AnswersToRank)
            {
                return null;
            }

            _last.AsSpan(0, _stored).CopyTo(sorted);
            sorted = sorted[.._stored];
        }

        sorted.Sort();
        int rank = (int)Math.Ceiling(Math.Clamp(share, 0, 1) * sorted.Length);
        return TimeSpan.FromTicks(sorted[Math.Clamp(rank - 1, 0, sorted.Length - 1)]);
    }

    /// <summary>Reports that an attempt starts; <see cref="End"/> must follow.</summary>
    internal void Begin()
    {
        Interlocked.Increment(ref _inFlight);
        lock (_gate)
        {
            _lastBegin = _clock.Now;
            _unanswered = Math.Min(_unanswered + 1, TrialAttempts);
        }
    }

    /// <summary>Reports that an attempt is over, whatever came of it.</summary>
    internal void End() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Reports how long an attempt took to its first real output.</summary>
    internal void Answered(TimeSpan timeToFirstOutput)
    {
        lock (_gate)
        {
            Add(timeToFirstOutput);
            _unanswered = 0;
        }
    }

    /// <summary>
    /// Reports an attempt that was given up without output after a wait: it ran into a timer, or lost to a hedge. Counts as if
    /// it had begun to answer then. Left out, the slowest times would be just those that are never learned, and a learned
    /// percentile would sink with every hedge that it starts.
    /// </summary>
    internal void GaveUp(TimeSpan waited)
    {
        lock (_gate)
        {
            Add(waited);
        }
    }

    private bool IsKnown(TimeSpan now) => _answers >= AnswersToKnow && now - _lastAnswer < Memory;

    private void Add(TimeSpan time)
    {
        TimeSpan now = _clock.Now;
        TimeSpan since = now - _lastAnswer;
        if (since >= Memory)
        {
            (_answers, _sum, _weight) = (0, 0, 0);
        }

        long ticks = Math.Max(time.Ticks, 0);
        double kept = double.Exp2(-(since / HalfLife));
        _sum = (_sum * kept) + ticks;
        _weight = (_weight * kept) + 1;
        _answers = Math.Min(_answers + 1, AnswersToKnow);
        _lastAnswer = now;
        _last[_next] = ticks;
        _next = (_next + 1) % RankedAnswers;
        _stored = Math.Min(_stored + 1, RankedAnswers);
    }
}
