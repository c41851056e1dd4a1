namespace Router.CodeMode.Results;

/// <summary>Keeps what was too large for a model. What one session keeps, no other session reads. Thread-safe.</summary>
public interface IArtifactStore
{
    /// <summary>Keeps an artifact and answers with its id, new in its session. Null: it is larger than all that may be kept.</summary>
    ValueTask<string?> AddAsync(string sessionId, Artifact artifact, CancellationToken cancellationToken);

    /// <summary>The artifact of this id. Null: there is none, or it is no longer kept.</summary>
    ValueTask<Artifact?> GetAsync(string sessionId, string artifactId, CancellationToken cancellationToken);

    /// <summary>The ids that are kept, oldest first.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(string sessionId, CancellationToken cancellationToken);
}
