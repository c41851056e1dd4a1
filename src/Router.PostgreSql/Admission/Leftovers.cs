namespace Router.PostgreSql.Admission;

/// <summary>Work that nobody waits for any more and that must come to its end. Thread-safe.</summary>
internal sealed class Leftovers
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];

    internal void Add(Task task)
    {
        lock (_gate)
        {
            _tasks.Add(task);
        }

        _ = RemoveAsync(task);
    }

    /// <summary>Completes once all have come to their end, well or not. The time limits of the connection bound it.</summary>
    internal async Task WaitAsync()
    {
        while (true)
        {
            Task[] left;
            lock (_gate)
            {
                left = [.. _tasks];
            }

            if (left.Length == 0)
            {
                return;
            }

            await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                _tasks.ExceptWith(left);
            }
        }
    }

    // A failure has nobody to be told to: what was taken expires by itself.
    private async Task RemoveAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _tasks.Remove(task);
        }
    }
}
