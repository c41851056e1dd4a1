using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Router.Sqlite;

/// <summary>
/// The one thread of a process that writes to a file. What waits when the file is free is done in one transaction: SQLite takes
/// about as long for a transaction of fifty decisions as for one of one. Thread-safe.
/// </summary>
internal sealed class SqliteWriter<TSession>(SqliteDatabase database, Func<SqliteConnection, TSession> sessions) : IAsyncDisposable
    where TSession : SqliteSession
{
    // A few milliseconds of work, so that other processes come in between.
    private const int LargestBatch = 64;

    // SQLite's own handler waits ever longer, up to a tenth of a second: whoever asks at a steady pace gets in before it.
    private const int PollMilliseconds = 1;
    private const int Polls = 1_000;

    // Longer than a poll, so that whoever polls gets in.
    private const int GapMilliseconds = 2;
    private const int BatchesWithoutGap = 16;

    private readonly object _gate = new();
    private readonly Queue<SqliteWork<TSession>> _queue = [];
    private readonly List<SqliteWork<TSession>> _taken = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteConnection? _connection;
    private TSession? _session;
    private bool? _syncs;
    private bool _started;
    private bool _disposed;
    private int _batches;

    /// <summary>Does something within a transaction, and answers once it is committed. Cancelling takes out what still waits.</summary>
    internal ValueTask<T> RunAsync<T>(Func<TSession, T> run, bool durable, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteTask<TSession, T> work = new(run) { Durable = durable };
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_started)
            {
                _started = true;
                new Thread(Loop) { IsBackground = true, Name = "Router.Sqlite" }.Start();
            }

            _queue.Enqueue(work);
            Monitor.Pulse(_gate);
        }

        return work.WaitAsync(cancellationToken);
    }

    /// <summary>Does what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            if (!_started)
            {
                _ended.TrySetResult();
            }

            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Loop()
    {
        while (WaitForWork())
        {
            if (TryBegin())
            {
                Transact();
            }
        }

        Close();
        _ended.SetResult();
    }

    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_disposed)
                {
                    return false;
                }

                _batches = 0;
                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    private bool TryBegin()
    {
        int waiting;
        bool durable;
        lock (_gate)
        {
            waiting = _queue.Count;
            durable = _queue.Any(work => work.Durable);
        }

        try
        {
            if (_session is null)
            {
                _connection = database.Open();
                _session = sessions(_connection);
                // What a connection begins with is for whoever built the library to say.
                _syncs = null;
            }

            if (durable != _syncs)
            {
                SqliteDatabase.Run(_connection!, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                _syncs = durable;
            }

            Lock();
            return true;
        }
        // Whatever it is, it belongs to those who wait.
        catch (Exception exception)
        {
            if (exception is not SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } || _session is null)
            {
                Close();
            }

            while (waiting-- > 0 && Dequeue(maySync: true) is { } work)
            {
                work.Fail(exception);
            }

            return false;
        }
    }

    private void Lock()
    {
        for (int poll = 0; ; poll++)
        {
            int code = raw.sqlite3_exec(_connection!.Handle!, "BEGIN IMMEDIATE");
            if (code != raw.SQLITE_BUSY || poll == Polls)
            {
                SqliteException.ThrowExceptionForRC(code, _connection.Handle);
                return;
            }

            Pause(PollMilliseconds);
        }
    }

    private void Transact()
    {
        try
        {
            _session!.Begin();
            while (_taken.Count < LargestBatch && Dequeue(_syncs == true) is { } work)
            {
                _taken.Add(work);
                work.Run(_session);
            }

            _session.End(_taken.Count);
            SqliteDatabase.Run(_connection!, "COMMIT");
            _taken.ForEach(work => work.Complete());
            _taken.Clear();
        }
        // Whatever it is, it belongs to those whose work is undone by it.
        catch (Exception exception)
        {
            // Closing rolls back, and a connection that failed once is not trusted again.
            Close();
            _taken.ForEach(work => work.Fail(exception));
            _taken.Clear();
            return;
        }

        _batches++;
        if (_session.OthersWrote || _batches >= BatchesWithoutGap)
        {
            _batches = 0;
            Pause(GapMilliseconds);
        }
    }

    private SqliteWork<TSession>? Dequeue(bool maySync)
    {
        lock (_gate)
        {
            while (_queue.TryPeek(out SqliteWork<TSession>? work) && (maySync || !work.Durable))
            {
                _queue.Dequeue();
                if (work.TryTake())
                {
                    return work;
                }
            }

            return null;
        }
    }

    // This is a thread of its own, with nothing else to do; the task only ends with it.
    private void Pause(int milliseconds) => _ended.Task.Wait(milliseconds);

    private void Close()
    {
        _session?.Dispose();
        _session = null;
        _connection?.Dispose();
        _connection = null;
    }
}
