namespace Router.Caching;

/// <summary>Keeps answers in memory, up to a number and a size; what was not asked for longest goes first. Thread-safe.</summary>
internal sealed class MemoryCacheStore(int maxEntries, long maxBytes, TimeProvider timeProvider) : ICacheStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private readonly long _startedAt = timeProvider.GetTimestamp();
    private long _bytes;

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    internal long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public ValueTask<byte[]?> FindAsync(string key, CancellationToken cancellationToken)
    {
        TimeSpan now = timeProvider.GetElapsedTime(_startedAt);
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                return default;
            }

            if (node.Value.Expires <= now)
            {
                Remove(node);
                return default;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return new ValueTask<byte[]?>(node.Value.Answer);
        }
    }

    public ValueTask StoreAsync(string key, byte[] answer, TimeSpan duration)
    {
        Entry entry = new(key, answer, timeProvider.GetElapsedTime(_startedAt) + duration);
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? old))
            {
                Remove(old);
            }

            if (entry.Size > maxBytes)
            {
                return default;
            }

            while (_byUse.Last is { } last && (_entries.Count >= maxEntries || _bytes > maxBytes - entry.Size))
            {
                Remove(last);
            }

            _entries[key] = _byUse.AddFirst(entry);
            _bytes += entry.Size;
            return default;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Size;
    }

    private sealed record Entry(string Key, byte[] Answer, TimeSpan Expires)
    {
        internal long Size => Answer.Length + ExactCacheDefaults.EntryOverhead;
    }
}
