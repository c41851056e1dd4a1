namespace Router.CodeMode.Durability;

/// <summary>
/// Keeps runs that sleep, or that outlive their process. It holds opaque bytes (<see cref="CodeRunSeal"/>). Thread-safe, and safe between processes
/// where the store is shared.
/// </summary>
/// <remarks>
/// One owner at a time: whoever creates or opens a run holds it for the time asked. Each opening has a higher fence than the one before; what
/// an earlier holder then writes is refused, so that a holder that was thought dead can make no further call.
/// </remarks>
public interface ICodeRunStore
{
    /// <summary>Stores a new run and holds it.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    ValueTask<CodeRunLease> CreateAsync(string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Reads a run and holds it. Null: there is none.</summary>
    /// <exception cref="Execution.CodeRunBusyException">Another holds it, and its time is not over.</exception>
    ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Appends entries, all or none, and renews the hold. It is on disk when this returns, where the store has one.</summary>
    /// <param name="lease">The holder's lease.</param>
    /// <param name="index">The index of the first of them; must be the count of those stored.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="hold">How long the run is held from now on.</param>
    /// <param name="cancellationToken">Cancels where nothing was written yet.</param>
    /// <exception cref="CodeRunLostException">Another has opened the run since, or it is gone: the caller must stop at once.</exception>
    ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Replaces the run's checkpoint.</summary>
    /// <exception cref="CodeRunLostException">As for <see cref="AppendAsync"/>.</exception>
    ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken);

    /// <summary>Holds the run for longer.</summary>
    /// <exception cref="CodeRunLostException">As for <see cref="AppendAsync"/>.</exception>
    ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Lets the run go: it sleeps, and anybody may open it. Nothing happens where it is held by another by now.</summary>
    ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken);

    /// <summary>Deletes the run, which has ended. Nothing happens where it is held by another by now.</summary>
    ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken);

    /// <summary>The runs that are stored, oldest first: what a host that has restarted looks through.</summary>
    IAsyncEnumerable<CodeRunInfo> ListAsync(CancellationToken cancellationToken);
}
