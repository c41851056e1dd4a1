using Microsoft.Extensions.Logging;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Binary;

namespace Router.CodeMode.Workers.Local;

/// <summary>The processes: those that run a program, and those that wait for one. Thread-safe.</summary>
internal sealed class WorkerdPool : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WorkersOptions _options;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places;
    private readonly List<WorkerdProcess> _idle = [];
    private readonly HashSet<WorkerdProcess> _live = [];
    private readonly HashSet<Task> _starts = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly ITimer _trim;
    private readonly Lazy<(string Binary, WorkerdDirectory Directory, ProcessGuard Guard)> _ground;

    // Completed and replaced whenever a process, or the start of one, ends or becomes free.
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _starting;
    private bool _disposed;

    public WorkerdPool(WorkersOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        Time = time;
        _logger = logger;
        _places = new SemaphoreSlim(options.MaxProcesses);
        _ground = new(Prepare);
        _trim = time.CreateTimer(
            static pool => ((WorkerdPool)pool!).Trim(), this, options.IdleTimeout / 2, options.IdleTimeout / 2);
    }

    public TimeProvider Time { get; }

    /// <summary>The processes that live.</summary>
    public IReadOnlyList<WorkerdProcess> Processes
    {
        get
        {
            lock (_gate)
            {
                return [.. _live];
            }
        }
    }

    /// <summary>Where their sockets are; null before the first.</summary>
    public string? DirectoryPath => _ground.IsValueCreated ? _ground.Value.Directory.Path : null;

    /// <summary>The guard's process; 0 where there is none.</summary>
    public int GuardId => _ground.IsValueCreated ? _ground.Value.Guard.Id : 0;

    /// <summary>A process for one program; whoever takes it returns it.</summary>
    /// <exception cref="ScriptEngineException">None is free in time, or none starts.</exception>
    public async ValueTask<WorkerdProcess> RentAsync(int heapMegabytes, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            WorkerdProcess process = await TakeAsync(heapMegabytes, cancellationToken).ConfigureAwait(false);
            KeepWarm(heapMegabytes);
            return process;
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Takes a process back, to use it again or to end it.</summary>
    public async ValueTask ReturnAsync(WorkerdProcess process, bool reusable)
    {
        process.Runs++;
        process.IdleSince = Time.GetTimestamp();
        bool tired = process.Runs >= _options.RunsPerProcess || process.Meter.Memory().Resident > _options.RecycleBytes;
        lock (_gate)
        {
            reusable &= !_disposed && !tired && !process.Ended.IsCompleted;
            if (reusable)
            {
                _idle.Add(process);
                Changed();
            }
        }

        try
        {
            if (!reusable)
            {
                await EndAsync(process).ConfigureAwait(false);
                if (tired)
                {
                    Log.Recycled(_logger, process.Id, process.Runs);
                }

                KeepWarm(process.HeapMegabytes);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        WorkerdProcess[] live;
        Task[] starts;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            starts = [.. _starts];
        }

        await _trim.DisposeAsync().ConfigureAwait(false);
        await _ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(starts).ConfigureAwait(false);
        lock (_gate)
        {
            live = [.. _live];
        }

        await Task.WhenAll(live.Select(process => EndAsync(process).AsTask())).ConfigureAwait(false);
        if (_ground.IsValueCreated)
        {
            await _ground.Value.Guard.DisposeAsync().ConfigureAwait(false);
            _ground.Value.Directory.Dispose();
        }

        _ending.Dispose();
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_options.QueueTimeout, Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken, EndingToken());
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(WorkersEngine));
            throw new ScriptEngineException(
                $"All {_options.MaxProcesses} processes held a program for {_options.QueueTimeout}. Raise WorkersOptions.MaxProcesses, or run fewer programs at once.");
        }
    }

    private CancellationToken EndingToken()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(WorkersEngine));
            return _ending.Token;
        }
    }

    // There are never more processes than there may be, whatever they are for: an idle one of another size gives way, and what is about to
    // start or to end is waited for.
    private async Task<WorkerdProcess> TakeAsync(int heapMegabytes, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_options.StartTimeout, Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken, EndingToken());
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (TakeIdle(heapMegabytes) is { } ready)
                    {
                        return ready;
                    }

                    if (_live.Count + _starting < _options.MaxProcesses)
                    {
                        _starting++;
                        break;
                    }

                    EndOldest();
                    changed = _changed.Task;
                }

                await changed.WaitAsync(either.Token).ConfigureAwait(false);
            }

            return await StartAsync(heapMegabytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotReady();
        }
    }

    // The last one that came back is the warmest, and leaves the others to age.
    private WorkerdProcess? TakeIdle(int heapMegabytes)
    {
        for (int i = _idle.Count - 1; i >= 0; i--)
        {
            WorkerdProcess process = _idle[i];
            if (process.HeapMegabytes == heapMegabytes && !process.Ended.IsCompleted)
            {
                _idle.RemoveAt(i);
                return process;
            }
        }

        return null;
    }

    private void EndOldest()
    {
        if (_idle.Count > 0)
        {
            _idle[0].Kill();
            _idle.RemoveAt(0);
        }
    }

    private void Changed()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private Exception NotReady() => _disposed
        ? new ObjectDisposedException(nameof(WorkersEngine))
        : new ScriptEngineException($"workerd was not ready within {_options.StartTimeout} (WorkersOptions.StartTimeout).");

    /// <summary>Starts a process for which <see cref="_starting"/> keeps the room.</summary>
    private async Task<WorkerdProcess> StartAsync(int heapMegabytes, CancellationToken cancellationToken)
    {
        WorkerdProcess? process = null;
        bool disposed;
        try
        {
            (string binary, WorkerdDirectory directory, ProcessGuard guard) = _ground.Value;
            process = await WorkerdProcess.StartAsync(binary, directory, guard, heapMegabytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _starting--;
                disposed = _disposed;
                if (process is not null && !disposed)
                {
                    _live.Add(process);
                }

                Changed();
            }
        }

        if (disposed)
        {
            await EndAsync(process).ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(WorkersEngine));
        }

        _ = ForgetAsync(process);
        Log.Started(_logger, process.Id, heapMegabytes);
        return process;
    }

    private async Task ForgetAsync(WorkerdProcess process)
    {
        await process.Ended.ConfigureAwait(false);
        lock (_gate)
        {
            _live.Remove(process);
            _idle.Remove(process);
            Changed();
        }

        process.Dispose();
    }

    private static async ValueTask EndAsync(WorkerdProcess process)
    {
        process.Kill();
        await process.Ended.ConfigureAwait(false);
        process.Dispose();
    }

    private void KeepWarm(int heapMegabytes)
    {
        lock (_gate)
        {
            int ready = _starts.Count + _idle.Count(process => process.HeapMegabytes == heapMegabytes);
            if (_disposed || ready >= _options.WarmProcesses || _live.Count + _starting >= _options.MaxProcesses)
            {
                return;
            }

            _starting++;
            Task start = Task.Run(() => WarmAsync(heapMegabytes), CancellationToken.None);
            _starts.Add(start);
            _ = start.ContinueWith(
                (done, pool) => ((WorkerdPool)pool!).Started(done), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task WarmAsync(int heapMegabytes)
    {
        try
        {
            using CancellationTokenSource patience = new(_options.StartTimeout, Time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _ending.Token);
            WorkerdProcess process = await StartAsync(heapMegabytes, either.Token).ConfigureAwait(false);
            process.IdleSince = Time.GetTimestamp();
            lock (_gate)
            {
                if (!_disposed)
                {
                    _idle.Add(process);
                    Changed();
                }
            }
        }
        catch (Exception exception) when (exception is ScriptEngineException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever needs a process starts one, and is told.
            Log.NotWarm(_logger, exception);
        }
    }

    private void Started(Task start)
    {
        lock (_gate)
        {
            _starts.Remove(start);
        }
    }

    private void Trim()
    {
        lock (_gate)
        {
            int spare = _idle.Count - _options.WarmProcesses;
            for (int i = 0; i < spare && Time.GetElapsedTime(_idle[0].IdleSince) > _options.IdleTimeout; i++)
            {
                EndOldest();
            }
        }
    }

    private (string Binary, WorkerdDirectory Directory, ProcessGuard Guard) Prepare()
    {
        string binary = WorkerdBinary.Find(_options.WorkerdPath, AppContext.BaseDirectory);
        WorkerdDirectory directory = new(Time);
        return (binary, directory, new ProcessGuard(directory.Path));
    }
}
