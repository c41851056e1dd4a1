using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace Router.Caching;

/// <summary>
/// Keeps answers in an <see cref="IDistributedCache"/>. One that fails or is slow costs a request its time limit at most, and is then
/// left alone for a while. Thread-safe.
/// </summary>
internal sealed class DistributedCacheStore(IDistributedCache cache, TimeProvider timeProvider, ILogger logger) : ICacheStore
{
    private readonly Lock _gate = new();
    private bool _failing;
    private long _failedAt;

    public async ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken)
    {
        byte[]? found = null;
        await TryAsync(async token => found = await cache.GetAsync(ExactCacheDefaults.KeyPrefix + key, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return found;
    }

    public async ValueTask StoreAsync(string key, byte[] answer, TimeSpan duration)
    {
        DistributedCacheEntryOptions options = new() { AbsoluteExpirationRelativeToNow = duration };
        await TryAsync(token => cache.SetAsync(ExactCacheDefaults.KeyPrefix + key, answer, options, token), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        if (IsPaused())
        {
            return;
        }

        using CancellationTokenSource timer = new(ExactCacheDefaults.StoreTimeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        Task? running = null;
        try
        {
            running = call(either.Token);
            await running.WaitAsync(either.Token).ConfigureAwait(false);
            Succeeded();
        }
        // Whatever a cache throws, the request can do without it.
        catch (Exception exception)
        {
            // Left behind, it may fail later, with nobody there to see it.
            _ = running?.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            Failed(timer.IsCancellationRequested ? nameof(TimeoutException) : exception.GetType().Name);
        }
    }

    private bool IsPaused()
    {
        lock (_gate)
        {
            return _failing && timeProvider.GetElapsedTime(_failedAt) < ExactCacheDefaults.StorePause;
        }
    }

    private void Succeeded()
    {
        lock (_gate)
        {
            if (!_failing)
            {
                return;
            }

            _failing = false;
        }

        CacheLog.StoreIsBack(logger);
    }

    private void Failed(string exception)
    {
        lock (_gate)
        {
            _failedAt = timeProvider.GetTimestamp();
            if (_failing)
            {
                return;
            }

            _failing = true;
        }

        CacheLog.StoreFailed(logger, exception);
    }
}
