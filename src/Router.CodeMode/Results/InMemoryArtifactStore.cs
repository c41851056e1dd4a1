namespace Router.CodeMode.Results;

/// <summary>Keeps artifacts in this process. Thread-safe.</summary>
public sealed class InMemoryArtifactStore : IArtifactStore
{
    private readonly SessionTable<Shelf> _sessions;
    private readonly SessionLimits _limits;

    /// <summary>Makes a store.</summary>
    /// <param name="limits">How much is kept. Default: the defaults of <see cref="SessionLimits"/>.</param>
    /// <param name="timeProvider">The clock. Default: the system's.</param>
    public InMemoryArtifactStore(SessionLimits? limits = null, TimeProvider? timeProvider = null)
    {
        _limits = limits ?? new SessionLimits();
        _limits.Validate();
        _sessions = new SessionTable<Shelf>(_limits.Sessions, _limits.Lifetime, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc />
    public ValueTask<string?> AddAsync(string sessionId, Artifact artifact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(artifact);
        long size = artifact.Bytes.Length + (artifact.Value is { } value ? ModelJson.Utf8Length(value) : 0);

        // The document behind an element may be rented, and be given back before this is read.
        Artifact kept = artifact with { Value = artifact.Value?.Clone(), Bytes = artifact.Bytes.ToArray() };
        return new(size > _limits.Bytes ? null : _sessions.Use(sessionId, static () => new Shelf(), shelf => shelf.Add(kept, size, _limits)));
    }

    /// <inheritdoc />
    public ValueTask<Artifact?> GetAsync(string sessionId, string artifactId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(artifactId);
        return new(_sessions.Use(sessionId, static () => new Shelf(), shelf => shelf.Find(artifactId)));
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> ListAsync(string sessionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return new(_sessions.Use(sessionId, static () => new Shelf(), static shelf => shelf.Ids));
    }

    private sealed class Shelf
    {
        private readonly Queue<(string Id, Artifact Artifact, long Size)> _artifacts = new();
        private long _bytes;
        private long _made;

        internal IReadOnlyList<string> Ids => [.. _artifacts.Select(entry => entry.Id)];

        internal string Add(Artifact artifact, long size, SessionLimits limits)
        {
            while (_artifacts.Count >= limits.Entries || (_artifacts.Count > 0 && _bytes + size > limits.Bytes))
            {
                _bytes -= _artifacts.Dequeue().Size;
            }

            string id = $"a{++_made}";
            _artifacts.Enqueue((id, artifact, size));
            _bytes += size;
            return id;
        }

        internal Artifact? Find(string id) => _artifacts.FirstOrDefault(entry => entry.Id == id).Artifact;
    }
}
