namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>One thread that looks at all running slices every few milliseconds, and sleeps where there are none. Thread-safe.</summary>
/// <param name="look">Looks; false: there was nothing to see.</param>
internal sealed class SliceWatch(Func<bool> look) : IAsyncDisposable
{
    private const int LooksBeforeSleep = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;
    private int _disposed;
    private volatile bool _asleep;
    private volatile bool _ending;

    /// <summary>Something may run from now on.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _started) == 0 && Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(Watch) { IsBackground = true, Name = "QuickJS watch" }.Start();
        }

        // The queue was written before: whoever does not see the watch asleep is seen by it.
        Interlocked.MemoryBarrier();
        if (_asleep)
        {
            _asleep = false;
            _wake.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _ended.Task.ConfigureAwait(false);
            return;
        }

        _ending = true;
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ended.TrySetResult();
        }

        _wake.Release();
        // The semaphore is left to the collector: whoever queued a slice at this very moment still releases it, and disposing may come twice.
        await _ended.Task.ConfigureAwait(false);
    }

    private void Watch()
    {
        int idle = 0;
        while (!_ending)
        {
            idle = look() ? 0 : idle + 1;
            if (idle < LooksBeforeSleep)
            {
                _wake.Wait(Interval);
                continue;
            }

            _asleep = true;
            Interlocked.MemoryBarrier();
            if (!look() && !_ending)
            {
                _wake.Wait();
            }

            _asleep = false;
            idle = 0;
        }

        _ended.TrySetResult();
    }
}
