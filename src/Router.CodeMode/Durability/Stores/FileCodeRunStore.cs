using System.Runtime.CompilerServices;
using Router.Shared;

namespace Router.CodeMode.Durability.Stores;

/// <summary>
/// Keeps each run in a folder of files, for the processes of one machine. The folder must lie on a disk of that machine: locks do not
/// hold on network drives. Thread-safe.
/// </summary>
/// <remarks>
/// What it makes is readable by this account alone, on Unix. An append, a checkpoint and a new run are on disk when the method returns; an
/// append that a crash cut short is taken out when the run is opened, and damage anywhere else is an error and never passed over. Methods wait
/// up to 20 seconds for another process that works on the run, and throw <see cref="TimeoutException"/> then. A run's entries may come to 1 GB.
/// </remarks>
public sealed class FileCodeRunStore : ICodeRunStore
{
    private const string NewPrefix = ".new-";
    private const string GonePrefix = ".gone-";

    private readonly string _folder;
    private readonly TimeProvider _timeProvider;
    private readonly FileRunLocks _locks;
    private readonly FileRunFences _fences;

    /// <summary>Makes one over a folder, which is made where it is missing.</summary>
    /// <param name="directory">The folder, for runs alone. A relative path starts at the process's working directory.</param>
    /// <param name="timeProvider">The clock of holds; all processes need about the same one. Default: the machine's.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public FileCodeRunStore(string directory, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _folder = Path.GetFullPath(directory);
        _timeProvider = timeProvider ?? TimeProvider.System;
        FileDisk.MakeFolder(_folder);
        _locks = new FileRunLocks(_folder);
        _fences = new FileRunFences(_folder, _locks, _timeProvider);
    }

    /// <inheritdoc />
    public async ValueTask<CodeRunLease> CreateAsync(
        string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        CodeRunRules.CheckSize(runId, header);
        (FileRunFolder folder, IDisposable taken) = await LockAsync(runId, cancellationToken).ConfigureAwait(false);
        using (taken)
        {
            if (folder.Exists)
            {
                throw CodeRunRules.Taken(runId);
            }

            long fence = await _fences.NextAsync(0, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = _timeProvider.GetUtcNow();
            await Task.Run(
                () => folder.Create(new FileRunHeader(runId, now, header), new FileRunRecord(fence, now + hold, 0, 0)),
                CancellationToken.None).ConfigureAwait(false);
            return new CodeRunLease(runId, fence);
        }
    }

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The run's files are damaged.</exception>
    public async ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        (FileRunFolder folder, IDisposable taken) = await LockAsync(runId, cancellationToken).ConfigureAwait(false);
        using (taken)
        {
            if (!folder.Exists)
            {
                return null;
            }

            FileRunRecord record = folder.ReadRecord();
            DateTimeOffset now = _timeProvider.GetUtcNow();
            if (record.HeldUntil > now)
            {
                throw CodeRunRules.Busy(runId, record.HeldUntil.Value);
            }

            long fence = await _fences.NextAsync(record.Fence, cancellationToken).ConfigureAwait(false);
            return await Task.Run(
                () => folder.Open(record with { Fence = fence, HeldUntil = now + hold }), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckEntries(lease.RunId, index, entries);
        CodeRunRules.CheckHold(hold);
        await WriteAsync(
            lease,
            (folder, record) =>
            {
                if (record.Count != index)
                {
                    throw CodeRunRules.WrongIndex(lease.RunId, index, record.Count);
                }

                FileRunRecord next = entries.Count == 0 ? record : folder.Append(record, entries);
                folder.WriteRecord(next with { HeldUntil = _timeProvider.GetUtcNow() + hold });
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckSize(lease.RunId, checkpoint);
        return WriteAsync(lease, (folder, _) => folder.WriteCheckpoint(checkpoint.Span), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckHold(hold);
        return WriteAsync(
            lease, (folder, record) => folder.WriteRecord(record with { HeldUntil = _timeProvider.GetUtcNow() + hold }), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken) =>
        await TryWriteAsync(lease, (folder, record) => folder.WriteRecord(record with { HeldUntil = null }), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken) =>
        await TryWriteAsync(lease, (folder, _) => folder.Delete(), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async IAsyncEnumerable<CodeRunInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<CodeRunInfo> runs = [];
        foreach (string path in Directory.EnumerateDirectories(_folder).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetFileName(path);
            if (name.StartsWith(NewPrefix, StringComparison.Ordinal) || name.StartsWith(GonePrefix, StringComparison.Ordinal))
            {
                // Whoever makes or deletes that run holds its lock: what is there without is the trace of a process that was killed.
                string run = name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];
                using IDisposable taken = await _locks.TakeAsync(run, cancellationToken).ConfigureAwait(false);
                FileRunFolder.DeleteLeftover(path);
            }
            else if (!name.StartsWith('.')
                && await Task.Run(() => FileRunFolder.Look(path), cancellationToken).ConfigureAwait(false) is { } info)
            {
                runs.Add(info);
            }
        }

        foreach (CodeRunInfo run in runs.OrderBy(run => run.CreatedAt).ThenBy(run => run.RunId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return run;
        }
    }

    private async ValueTask WriteAsync(CodeRunLease lease, Action<FileRunFolder, FileRunRecord> write, CancellationToken cancellationToken)
    {
        if (!await TryWriteAsync(lease, write, cancellationToken).ConfigureAwait(false))
        {
            throw CodeRunRules.Lost(lease);
        }
    }

    /// <summary>Writes for who holds the run; false where he does no more.</summary>
    private async ValueTask<bool> TryWriteAsync(
        CodeRunLease lease, Action<FileRunFolder, FileRunRecord> write, CancellationToken cancellationToken)
    {
        (FileRunFolder folder, IDisposable taken) = await LockAsync(lease.RunId, cancellationToken).ConfigureAwait(false);
        using (taken)
        {
            // Not on the caller's thread: it may wait for the disk. From here on nothing is called off half-way.
            return await Task.Run(
                () =>
                {
                    FileRunRecord record = folder.ReadRecord();
                    if (record.Fence != lease.Fence || record.HeldUntil is null)
                    {
                        return false;
                    }

                    write(folder, record);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async ValueTask<(FileRunFolder Folder, IDisposable Taken)> LockAsync(string runId, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        cancellationToken.ThrowIfCancellationRequested();
        string name = FileRunName.Of(runId);
        return (new FileRunFolder(_folder, runId, name), await _locks.TakeAsync(name, cancellationToken).ConfigureAwait(false));
    }
}
