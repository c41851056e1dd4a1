using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>One piece of an instance's work, and what comes of it.</summary>
/// <param name="budget">Processor time after which the watch halts what did not end itself.</param>
/// <param name="work">The work.</param>
/// <param name="halt">Halts it.</param>
internal sealed class InstanceSlice<T>(TimeSpan budget, Func<ThreadCpu, T> work, Action<HaltCause> halt) : Slice
{
    // QuickJS polls often enough to end by itself; only loops in C do not.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _cpuAtStart = long.MaxValue;

    public Task<T> Result => _done.Task;

    public override void Watch(ThreadCpu cpu)
    {
        long start = Volatile.Read(ref _cpuAtStart);
        if (start != long.MaxValue && cpu.UsedSeenFromOutside.Ticks - start > (budget + Grace).Ticks)
        {
            halt(HaltCause.Expired);
            GoToEnd();
        }
    }

    public override void End()
    {
        halt(HaltCause.Disposed);
        TryCancel(CancellationToken.None);
    }

    /// <summary>Where its turn has not come: it never will. Where it has, what was halted before does not wait for others to end.</summary>
    public void TryCancel(CancellationToken cancellationToken)
    {
        GoToEnd();
        if (TryTakeBack())
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }

    protected override void Do(ThreadCpu cpu)
    {
        try
        {
            // Read on the thread first: where others cannot read its clock, they go on from this reading.
            TimeSpan own = cpu.Used;
            Volatile.Write(ref _cpuAtStart, Math.Max(own.Ticks, cpu.UsedSeenFromOutside.Ticks));
            _done.TrySetResult(work(cpu));
        }
        catch (OperationCanceledException cancelled)
        {
            _done.TrySetCanceled(cancelled.CancellationToken);
        }
#pragma warning disable CA1031 // It is thrown where the step is awaited.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _done.TrySetException(exception);
        }
    }
}
