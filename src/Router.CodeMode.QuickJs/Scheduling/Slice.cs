namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>
/// A piece of work on the scheduler. Its turn either comes, once, or it is taken back before that; never both.
/// </summary>
internal abstract class Slice
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int TakenBack = 2;

    private int _state;

    /// <summary>When its turn came, by the scheduler's clock.</summary>
    public long StartedAt { get; private set; }

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

    /// <summary>Called every few milliseconds by the watch while it runs: ends what does not end itself.</summary>
    public abstract void Watch(ThreadCpu cpu);

    /// <summary>The scheduler ends: ends it, whether its turn has come or not.</summary>
    public abstract void End();

    protected abstract void Do(ThreadCpu cpu);
}
