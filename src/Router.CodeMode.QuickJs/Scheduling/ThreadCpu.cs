namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>
/// The processor time of one thread. Not wall time: a program must not pay for the time in which others had the processor. Made on the
/// thread that it measures.
/// </summary>
internal abstract class ThreadCpu : IDisposable
{
    /// <summary>What the thread has used, as read on itself. Only differences mean something.</summary>
    public abstract TimeSpan Used { get; }

    /// <summary>The same, as read by another thread.</summary>
    public abstract TimeSpan UsedSeenFromOutside { get; }

    /// <summary>The best clock that this system has, for the calling thread.</summary>
    public static ThreadCpu OfThisThread(TimeProvider time) =>
        PosixThreadCpu.TryCreate(time) ?? WindowsThreadCpu.TryCreate() ?? (ThreadCpu)new WallThreadCpu(time);

    public virtual void Dispose()
    {
    }
}
