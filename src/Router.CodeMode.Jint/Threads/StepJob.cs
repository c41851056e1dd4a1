using Router.CodeMode.Engines;

namespace Router.CodeMode.Jint.Threads;

/// <summary>One step: waits for a thread, runs on it, is watched while it does, and is given up where it does not halt.</summary>
internal sealed class StepJob : IDisposable
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly StepThreads _threads;
    private readonly HaltConstraint _constraint;
    private readonly Func<ScriptStep> _body;
    private readonly TimeSpan _cpu;
    private readonly TimeSpan _grace;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource<ScriptStep> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ThreadClock? _clock;
    private TimeSpan _from;
    private HaltReason _reason;
    private bool _over;

    public StepJob(
        StepThreads threads, HaltConstraint constraint, Func<ScriptStep> body, TimeSpan cpu, TimeSpan grace, TimeProvider time)
    {
        _threads = threads;
        _constraint = constraint;
        _body = body;
        _cpu = cpu;
        _grace = grace;
        _timer = time.CreateTimer(static job => ((StepJob)job!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The step; cancelled where it was halted, and <see cref="Reason"/> says why.</summary>
    public Task<ScriptStep> Completion => _done.Task;

    public HaltReason Reason
    {
        get
        {
            lock (_gate)
            {
                return _reason;
            }
        }
    }

    /// <summary>Whether nobody waits for its thread any more.</summary>
    public bool IsAbandoned { get; private set; }

    public TimeSpan Used { get; private set; }

    /// <summary>Runs the step, on one of <see cref="StepThreads"/>. Throws nothing.</summary>
    public void Run(ThreadClock clock)
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            _clock = clock;
            _from = clock.Now();
            Arm(_cpu);
        }

        try
        {
            ScriptStep step = _body();
            Finish(() => _done.TrySetResult(step));
        }
        catch (ProgramHaltedException)
        {
            Finish(() => _done.TrySetCanceled());
        }
        catch (Exception exception)
        {
            Finish(() => _done.TrySetException(exception));
        }
    }

    /// <summary>Tells it to halt. One that has no thread yet never gets one.</summary>
    public void Halt(HaltReason reason)
    {
        lock (_gate)
        {
            if (_over || _reason != HaltReason.None)
            {
                return;
            }

            _reason = reason;
            _constraint.Halt();
            if (_clock is null)
            {
                _over = true;
                _done.TrySetCanceled();
            }
            else
            {
                _timer.Change(_grace, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Finish(Action complete)
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            _over = true;
            Used = _clock!.Now() - _from;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        complete();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_over || _clock is null)
            {
                return;
            }

            TimeSpan used = _clock.Now() - _from;
            if (_reason != HaltReason.None)
            {
                // It was told and did not: it is inside of something that does not ask.
                _over = true;
                Used = used;
                IsAbandoned = true;
                _threads.Abandon();
                _done.TrySetCanceled();
                return;
            }

            if (used <= _cpu)
            {
                Arm(_cpu - used);
                return;
            }
        }

        Halt(HaltReason.Cpu);
    }

    private void Arm(TimeSpan left) =>
        _timer.Change(left < ShortestLook ? ShortestLook : left > LongestLook ? LongestLook : left, Timeout.InfiniteTimeSpan);
}
