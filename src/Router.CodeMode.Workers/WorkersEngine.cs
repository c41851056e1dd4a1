using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Workers.Local;
using Router.CodeMode.Workers.Remote;
using Router.CodeMode.Workers.Runs;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers;

/// <summary>
/// Runs programs on V8: in local <c>workerd</c> processes, one program at a time in each, or in the same Worker on Cloudflare. For heavy
/// computation, and for a process between the program and the host. Thread-safe. Disposing ends all its processes.
/// </summary>
/// <remarks>
/// Programs are modules, so they run in strict mode; they import nothing, and one that holds the keyword does not begin. A program that spins or hoards is ended with its process, which nobody else was using.
/// A process ends with the host, however that ends.
/// </remarks>
public sealed class WorkersEngine : IScriptEngine
{
    private readonly WorkersOptions _options;
    private readonly TimeProvider _time;
    private readonly WorkerdPool? _pool;
    private bool _disposed;

    /// <summary>Makes one. Nothing is started, and no connection is made, before the first program.</summary>
    /// <param name="options">Where programs run. Default: local processes.</param>
    /// <param name="time">Measures waiting. Default: the system's.</param>
    /// <param name="loggerFactory">Default: none.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the URL and the token do not fit each other.</exception>
    public WorkersEngine(WorkersOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggerFactory = null)
    {
        _options = options ?? new WorkersOptions();
        _options.Validate();
        _time = time ?? TimeProvider.System;
        ILogger logger = (ILogger?)loggerFactory?.CreateLogger<WorkersEngine>() ?? NullLogger.Instance;
        _pool = _options.Url is null ? new WorkerdPool(_options, _time, logger) : null;
    }

    /// <inheritdoc/>
    public string Name => "workers";

    /// <inheritdoc/>
    public string? BuildId => null;

    /// <summary>The local processes, where there are such.</summary>
    internal WorkerdPool? Pool => _pool;

    /// <inheritdoc/>
    public async ValueTask<IScriptInstance> CreateAsync(ScriptStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ObjectDisposedException.ThrowIf(_disposed, this);
        RunLease lease = _pool is null
            ? new RemoteLease(
                await RemoteConnection.OpenAsync(_options, _time, cancellationToken).ConfigureAwait(false), _options.RemoteGrace, _time)
            : new LocalLease(
                _pool, await _pool.RentAsync(Heap(start.Limits.MemoryBytes), cancellationToken).ConfigureAwait(false), _options,
                start.Limits.MemoryBytes, _time);
        try
        {
            lease.Socket.MostBytes = MostBytes(start.Limits);
            await lease.Socket.SendAsync(Frame.Run, HarnessWriter.Run(start), cancellationToken).ConfigureAwait(false);
            return new WorkersInstance(start, lease);
        }
        catch (WebSocketException exception)
        {
            await lease.ReleaseAsync(clean: false).ConfigureAwait(false);
            throw new ScriptEngineException("The place where the program was to run is gone: its process died or its connection broke.", exception);
        }
        catch
        {
            await lease.ReleaseAsync(clean: false).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IScriptInstance> RestoreAsync(ScriptStart start, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Programs of the engine workers cannot be saved; they are replayed from their journal.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_pool is not null)
        {
            await _pool.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A full set of calls at once, a value, a log, and what JSON inside of JSON adds.
    private static long MostBytes(CodeLimits limits) => 16L * 1024 * 1024
        + (2L * limits.ResultBytes) + (2L * limits.LogBytes) + (2L * limits.ArgumentBytes * Math.Min(16, limits.CallsInFlight));

    // The heap is a matter of the process: few sizes, so that processes can be used again. The events and steps of a program, and the
    // prelude, are in it too.
    private static int Heap(long memoryBytes) => memoryBytes switch
    {
        <= 16L * 1024 * 1024 => 40,
        <= 32L * 1024 * 1024 => 64,
        <= 64L * 1024 * 1024 => 96,
        _ => 160,
    };
}
