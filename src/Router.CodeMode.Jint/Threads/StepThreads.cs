using System.Collections.Concurrent;
using Router.CodeMode.Engines;

namespace Router.CodeMode.Jint.Threads;

/// <summary>The threads on which steps run: the engine's own, so that a program that spins costs none of the host's. Thread-safe.</summary>
internal sealed class StepThreads(JintEngineOptions options, TimeProvider time) : IDisposable
{
    // An interpreter of a tree uses much stack for each call of a program.
    private const int StackBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly BlockingCollection<StepJob> _jobs = [];
    private int _threads;
    private int _open;
    private int _abandoned;

    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <exception cref="ScriptEngineException">Too many threads do not come back.</exception>
    public void CheckRoom()
    {
        if (Abandoned > options.MaxAbandonedThreads)
        {
            throw new ScriptEngineException(
                $"{Abandoned} threads are held by builtins that do not return (JintEngineOptions.MaxAbandonedThreads is {options.MaxAbandonedThreads}). They end by themselves; until then no program begins.");
        }
    }

    public void Enqueue(StepJob job)
    {
        lock (_gate)
        {
            _jobs.Add(job);
            _open++;
            StartWhereNeeded();
        }
    }

    /// <summary>The thread of a job that does not return is no longer one of these; another takes its place.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _abandoned);
            _threads--;
            _open--;
            StartWhereNeeded();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _jobs.CompleteAdding();
        }
    }

    // Counted by what is not finished: a thread that has just taken a job is not free, whether it could say so yet or not.
    private void StartWhereNeeded()
    {
        if (_open > _threads && _threads < options.Threads)
        {
            _threads++;
            new Thread(Work, StackBytes) { IsBackground = true, Name = "jint step" }.Start();
        }
    }

    private void Work()
    {
        ThreadClock clock = ThreadClock.OfCurrent(time);
        while (Take() is { } job)
        {
            job.Run(clock);
            if (job.IsAbandoned)
            {
                Interlocked.Decrement(ref _abandoned);
                return;
            }

            lock (_gate)
            {
                _open--;
            }
        }
    }

    // Leaves under the lock, so that nobody counts on a thread that goes.
    private StepJob? Take()
    {
        if (_jobs.TryTake(out StepJob? job, Idle))
        {
            return job;
        }

        lock (_gate)
        {
            if (_jobs.TryTake(out job))
            {
                return job;
            }

            _threads--;
            return null;
        }
    }
}
