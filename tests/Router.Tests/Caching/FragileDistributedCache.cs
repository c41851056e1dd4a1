using Microsoft.Extensions.Caching.Distributed;

namespace Router.Tests.Caching;

/// <summary>A distributed cache in memory, which can be made to fail or to hang. Keeps what it was asked. Thread-safe.</summary>
internal sealed class FragileDistributedCache : IDistributedCache
{
    private readonly Lock _gate = new();

    internal Dictionary<string, byte[]> Entries { get; } = [];

    internal List<TimeSpan?> Expirations { get; } = [];

    internal int Calls { get; private set; }

    internal bool Fails { get; set; }

    internal bool Hangs { get; set; }

    public byte[]? Get(string key) => throw new NotSupportedException();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await PassAsync();
        lock (_gate)
        {
            return Entries.GetValueOrDefault(key);
        }
    }

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await PassAsync();
        lock (_gate)
        {
            Entries[key] = value;
            Expirations.Add(options.AbsoluteExpirationRelativeToNow);
        }
    }

    // Deaf to its token on purpose: so are some.
    private Task PassAsync()
    {
        lock (_gate)
        {
            Calls++;
        }

        return Hangs ? new TaskCompletionSource().Task
            : Fails ? throw new InvalidOperationException("connection string=secret")
            : Task.CompletedTask;
    }
}
