using Router.CodeMode.Durability;

namespace Router.CodeMode.Tests.Execution;

/// <summary>A store whose process dies at one of its writes, before it or right after it: nothing of that process gets through from then on.</summary>
internal sealed class CrashingStore(ICodeRunStore inner, int dieAt, bool after) : ICodeRunStore
{
    private int _writes;

    internal bool Dead { get; private set; }

    internal int Writes => _writes;

    public async ValueTask<CodeRunLease> CreateAsync(string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken)
    {
        Before();
        CodeRunLease lease = await inner.CreateAsync(runId, header, hold, cancellationToken);
        After();
        return lease;
    }

    public ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken) =>
        inner.OpenAsync(runId, hold, cancellationToken);

    public async ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken)
    {
        Before();
        await inner.AppendAsync(lease, index, entries, hold, cancellationToken);
        After();
    }

    public async ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        Before();
        await inner.CheckpointAsync(lease, checkpoint, cancellationToken);
        After();
    }

    public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken) =>
        Dead ? throw new IOException("dead") : inner.RenewAsync(lease, hold, cancellationToken);

    public ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken) =>
        Dead ? throw new IOException("dead") : inner.ReleaseAsync(lease, cancellationToken);

    public ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken) =>
        Dead ? throw new IOException("dead") : inner.DeleteAsync(lease, cancellationToken);

    public IAsyncEnumerable<CodeRunInfo> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    private void Before()
    {
        _writes++;
        if (Dead || (!after && _writes == dieAt))
        {
            Dead = true;
            throw new IOException("dead");
        }
    }

    private void After()
    {
        if (after && _writes == dieAt)
        {
            Dead = true;
            throw new IOException("dead");
        }
    }
}
