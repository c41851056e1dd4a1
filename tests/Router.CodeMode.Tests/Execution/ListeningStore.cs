using Router.CodeMode.Durability;

namespace Router.CodeMode.Tests.Execution;

/// <summary>A store that tells a test where a run stands, on the thread of the run.</summary>
internal sealed class ListeningStore(ICodeRunStore inner) : ICodeRunStore
{
    internal Action? BeforeAppend { get; set; }

    internal Action? AfterAppend { get; set; }

    internal Action? BeforeCheckpoint { get; set; }

    internal Action? BeforeRelease { get; set; }

    public ValueTask<CodeRunLease> CreateAsync(string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken) =>
        inner.CreateAsync(runId, header, hold, cancellationToken);

    public ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken) =>
        inner.OpenAsync(runId, hold, cancellationToken);

    public async ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken)
    {
        BeforeAppend?.Invoke();
        await inner.AppendAsync(lease, index, entries, hold, cancellationToken);
        AfterAppend?.Invoke();
    }

    public ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        BeforeCheckpoint?.Invoke();
        return inner.CheckpointAsync(lease, checkpoint, cancellationToken);
    }

    public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken) =>
        inner.RenewAsync(lease, hold, cancellationToken);

    public ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken)
    {
        BeforeRelease?.Invoke();
        return inner.ReleaseAsync(lease, cancellationToken);
    }

    public ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken) => inner.DeleteAsync(lease, cancellationToken);

    public IAsyncEnumerable<CodeRunInfo> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
}
