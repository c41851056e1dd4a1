using System.Runtime.CompilerServices;
using Router.CodeMode.Durability;
using Router.Shared;

namespace Router.Sqlite.CodeRuns;

/// <summary>
/// Keeps runs in an SQLite file that the processes of one machine share; it may be the file of the limits. It must lie on a disk of that
/// machine: SQLite's locks do not hold on network drives. Thread-safe.
/// </summary>
/// <remarks>
/// Its tables are made at the first use. A file that is made here is readable by this account alone, on Unix. What is written is on disk
/// when the method returns.
/// </remarks>
public sealed class SqliteCodeRunStore : ICodeRunStore, IAsyncDisposable
{
    private const int RunsAtOnce = 256;

    private readonly SqliteWriter<CodeRunSession> _writer;
    private readonly string _path;

    /// <summary>Makes one over a file.</summary>
    /// <param name="path">The file, made where it is missing; its folder must exist.</param>
    /// <param name="timeProvider">The clock of holds; all processes need about the same one. Default: the machine's.</param>
    /// <exception cref="ArgumentException">The path names no file in a folder that exists.</exception>
    public SqliteCodeRunStore(string path, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = SqlitePath.Check(path, nameof(path), nameof(path));
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        _writer = new SqliteWriter<CodeRunSession>(
            new SqliteDatabase(_path, CodeRunSchema.Migrations), connection => new CodeRunSession(connection, clock));
    }

    /// <inheritdoc />
    public async ValueTask<CodeRunLease> CreateAsync(
        string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        CodeRunRules.CheckSize(runId, header);
        (CodeRunAnswer answer, long fence) = await RunAsync(session => session.Create(runId, header, hold), cancellationToken)
            .ConfigureAwait(false);
        return answer.Kind == CodeRunAnswerKind.Done ? new CodeRunLease(runId, fence) : throw CodeRunRules.Taken(runId);
    }

    /// <inheritdoc />
    public async ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        (CodeRunAnswer answer, StoredCodeRun? run) = await RunAsync(session => session.Open(runId, hold), cancellationToken)
            .ConfigureAwait(false);
        return answer.Kind == CodeRunAnswerKind.Busy ? throw CodeRunRules.Busy(runId, CodeRunSession.Time(answer.Held)) : run;
    }

    /// <inheritdoc />
    public ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckEntries(lease.RunId, index, entries);
        CodeRunRules.CheckHold(hold);
        return WriteAsync(lease, index, session => session.Append(lease, index, entries, hold), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckSize(lease.RunId, checkpoint);
        return WriteAsync(lease, 0, session => session.Checkpoint(lease, checkpoint), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckHold(hold);
        return WriteAsync(lease, 0, session => session.Hold(lease, hold), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        _ = await RunAsync(session => session.Hold(lease, null), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        _ = await RunAsync(session => session.Delete(lease), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CodeRunInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CodeRunInfo? last = null;
        while (true)
        {
            CodeRunInfo? before = last;
            List<CodeRunInfo> runs = await RunAsync(session => session.List(before, RunsAtOnce), cancellationToken).ConfigureAwait(false);
            foreach (CodeRunInfo run in runs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = run;
                yield return run;
            }

            if (runs.Count < RunsAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>Does what waits, and closes the file.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async ValueTask WriteAsync(
        CodeRunLease lease, int index, Func<CodeRunSession, CodeRunAnswer> write, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        CodeRunAnswer answer = await RunAsync(write, cancellationToken).ConfigureAwait(false);
        if (answer.Kind != CodeRunAnswerKind.Done)
        {
            throw answer.Kind == CodeRunAnswerKind.WrongIndex
                ? CodeRunRules.WrongIndex(lease.RunId, index, answer.Entries) : CodeRunRules.Lost(lease);
        }
    }

    // All of it must outlast a loss of power: a call that was begun and is not known to be is a call made twice.
    private ValueTask<T> RunAsync<T>(Func<CodeRunSession, T> run, CancellationToken cancellationToken)
    {
        SqlitePath.MakePrivate(_path);
        return _writer.RunAsync(run, durable: true, cancellationToken);
    }
}
