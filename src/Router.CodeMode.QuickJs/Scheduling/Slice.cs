namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>
/// A piece of work on the scheduler. Its turn either comes, once, or it is taken back before that; never both.
/// </summary>
internal abstract class Slice
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int TakenBack = 2;

    /// <summary>Processor time after which a slice runs long.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMilliseconds(10);

    private readonly object _turn = new();
    private int _state;
    private volatile bool _paused;
    private volatile bool _ending;
    private bool _unasked;

    /// <summary>When its turn came, by the scheduler's clock.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Others wait as it begins: when it runs long, it gives way before it is told to. Set before it runs.</summary>
    public void BeginInCrowd() => _unasked = true;

    /// <summary>Runs it, on a thread of the scheduler. Throws nothing.</summary>
    public void Run(ThreadCpu cpu, long startedAt)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting)
        {
            StartedAt = startedAt;
            Do(cpu);
        }
    }

    /// <summary>Takes it back; false where its turn has come.</summary>
    public bool TryTakeBack() => Interlocked.CompareExchange(ref _state, TakenBack, Waiting) == Waiting;

    /// <summary>Called by what runs, wherever it can wait: others that run long come first for a while.</summary>
    /// <param name="used">Its processor time so far.</param>
    public void GiveWay(TimeSpan used)
    {
        bool unasked = _unasked && used > Long;
        if (!_paused && !unasked)
        {
            return;
        }

        lock (_turn)
        {
            _paused |= unasked;
            _unasked &= !unasked;
            while (_paused && !_ending)
            {
                Monitor.Wait(_turn);
            }
        }
    }

    /// <summary>Has it give way, or go on.</summary>
    public void Pause(bool paused)
    {
        if (paused == _paused)
        {
            return;
        }

        lock (_turn)
        {
            _paused = paused;
            Monitor.PulseAll(_turn);
        }
    }

    /// <summary>It is to end, and waits for nobody any more.</summary>
    public void GoToEnd()
    {
        lock (_turn)
        {
            _ending = true;
            Monitor.PulseAll(_turn);
        }
    }

    /// <summary>Called every few milliseconds by the watch while it runs: ends what does not end itself.</summary>
    public abstract void Watch(ThreadCpu cpu);

    /// <summary>The scheduler ends: ends it, whether its turn has come or not.</summary>
    public abstract void End();

    protected abstract void Do(ThreadCpu cpu);
}
