using System.Runtime.CompilerServices;
using Router.Shared;

namespace Router.CodeMode.Durability.Stores;

/// <summary>Keeps runs in this process, and ends with it: for runs that sleep for a while, and for tests. Thread-safe.</summary>
public sealed class InMemoryCodeRunStore : ICodeRunStore
{
    /// <summary>The most runs kept where nothing else is said: 10,000.</summary>
    public const int DefaultMostRuns = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, InMemoryCodeRun> _runs = new(StringComparer.Ordinal);
    private readonly TimeProvider _timeProvider;
    private readonly int _mostRuns;
    private long _fence;

    /// <summary>Makes an empty one.</summary>
    /// <param name="timeProvider">The clock of holds. Default: the machine's.</param>
    /// <param name="mostRuns">How many runs it keeps at most; at least 1. Default 10,000. One more is refused.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mostRuns"/> is below 1.</exception>
    public InMemoryCodeRunStore(TimeProvider? timeProvider = null, int mostRuns = DefaultMostRuns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRuns, 1);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _mostRuns = mostRuns;
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">As many runs are kept as may be.</exception>
    public ValueTask<CodeRunLease> CreateAsync(string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        CodeRunRules.CheckSize(runId, header);
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset now = _timeProvider.GetUtcNow();
        lock (_gate)
        {
            if (_runs.ContainsKey(runId))
            {
                throw CodeRunRules.Taken(runId);
            }

            if (_runs.Count >= _mostRuns)
            {
                throw new InvalidOperationException(
                    $"{_runs.Count} runs are kept in memory, which is the most; let some end, raise mostRuns, or use a store with a disk.");
            }

            InMemoryCodeRun run = new(header.ToArray(), now) { Fence = ++_fence, HeldUntil = now + hold };
            _runs.Add(runId, run);
            return new(new CodeRunLease(runId, run.Fence));
        }
    }

    /// <inheritdoc />
    public ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset now = _timeProvider.GetUtcNow();
        lock (_gate)
        {
            if (!_runs.TryGetValue(runId, out InMemoryCodeRun? run))
            {
                return new((StoredCodeRun?)null);
            }

            if (run.HeldUntil > now)
            {
                throw CodeRunRules.Busy(runId, run.HeldUntil.Value);
            }

            run.Fence = ++_fence;
            run.HeldUntil = now + hold;
            return new(new StoredCodeRun(
                new CodeRunLease(runId, run.Fence), run.Header, [.. run.Entries], CodeRunRules.Optional(run.Checkpoint)));
        }
    }

    /// <inheritdoc />
    public ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        CodeRunRules.CheckEntries(lease.RunId, index, entries);
        CodeRunRules.CheckHold(hold);
        cancellationToken.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte>[] copies = [.. entries.Select(entry => new ReadOnlyMemory<byte>(entry.ToArray()))];
        lock (_gate)
        {
            InMemoryCodeRun run = Held(lease);
            if (run.Entries.Count != index)
            {
                throw CodeRunRules.WrongIndex(lease.RunId, index, run.Entries.Count);
            }

            run.Entries.AddRange(copies);
            run.HeldUntil = _timeProvider.GetUtcNow() + hold;
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        CodeRunRules.CheckSize(lease.RunId, checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] copy = checkpoint.ToArray();
        lock (_gate)
        {
            Held(lease).Checkpoint = copy;
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        CodeRunRules.CheckHold(hold);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Held(lease).HeldUntil = _timeProvider.GetUtcNow() + hold;
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Find(lease) is { } run)
            {
                run.HeldUntil = null;
            }
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Find(lease) is not null)
            {
                _runs.Remove(lease.RunId);
            }
        }

        return default;
    }

    /// <inheritdoc />
#pragma warning disable CS1998 // What is in memory is there at once.
    public async IAsyncEnumerable<CodeRunInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        CodeRunInfo[] runs;
        lock (_gate)
        {
            runs = [.. _runs.Select(run => new CodeRunInfo(run.Key, run.Value.CreatedAt, run.Value.HeldUntil, run.Value.Entries.Count))];
        }

        foreach (CodeRunInfo run in runs.OrderBy(run => run.CreatedAt).ThenBy(run => run.RunId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return run;
        }
    }

    private InMemoryCodeRun Held(CodeRunLease lease) => Find(lease) ?? throw CodeRunRules.Lost(lease);

    // Who let a run go holds it no more, though nobody has opened it since.
    private InMemoryCodeRun? Find(CodeRunLease lease) =>
        _runs.TryGetValue(lease.RunId, out InMemoryCodeRun? run) && run.Fence == lease.Fence && run.HeldUntil is not null
            ? run : null;
}
