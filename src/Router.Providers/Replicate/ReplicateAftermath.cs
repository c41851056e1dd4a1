using System.Collections.Concurrent;

namespace Router.Providers.Replicate;

/// <summary>
/// Work that goes on after its request has ended: the cancel requests, and the create calls whose answers these wait for.
/// Nobody is made to wait for it but <see cref="Dispose"/>. Thread-safe.
/// </summary>
internal sealed class ReplicateAftermath : IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Takes on work that has begun.</summary>
    internal void Add(Task work)
    {
        if (work.IsCompletedSuccessfully)
        {
            return;
        }

        _running.TryAdd(work, true);
        _ = work.ContinueWith(
            static (ended, running) =>
            {
                _ = ended.Exception;
                ((ConcurrentDictionary<Task, bool>)running!).TryRemove(ended, out _);
            },
            _running,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Takes note of how a task ends that nobody awaits any more, so that it is not reported as unobserved.</summary>
    internal static void Observe(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>
    /// Waits for what is under way, but no longer than a cancel request may take: the HTTP client is disposed next, and a
    /// prediction that nobody cancels runs on and is billed.
    /// </summary>
    public void Dispose()
    {
        Task[] running = [.. _running.Keys];
        if (running.Length > 0)
        {
            // By the wall clock, so that a process ends whatever clock the application has.
            Task.WhenAny(Task.WhenAll(running)).Wait(ReplicateDefaults.CancelTime);
        }
    }
}
