namespace Router.CodeMode.Results;

/// <summary>State by session, for as long as the session is used. It has no timer: what is over goes when something else comes. Thread-safe.</summary>
internal sealed class SessionTable<T>(int most, TimeSpan lifetime, TimeProvider timeProvider)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>Works on the state of a session under the table's lock.</summary>
    internal TResult Use<TResult>(string sessionId, Func<T> make, Func<T, TResult> work)
    {
        lock (_gate)
        {
            DateTimeOffset now = timeProvider.GetUtcNow();
            while (_byUse.First is { } oldest && now - oldest.Value.UsedAt >= lifetime)
            {
                Remove(oldest);
            }

            if (_entries.TryGetValue(sessionId, out LinkedListNode<Entry>? node))
            {
                _byUse.Remove(node);
                node.Value = node.Value with { UsedAt = now };
            }
            else
            {
                node = new LinkedListNode<Entry>(new Entry(sessionId, make(), now));
                _entries.Add(sessionId, node);
            }

            _byUse.AddLast(node);
            if (_entries.Count > most)
            {
                Remove(_byUse.First!);
            }

            return work(node.Value.State);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.SessionId);
    }

    private readonly record struct Entry(string SessionId, T State, DateTimeOffset UsedAt);
}
