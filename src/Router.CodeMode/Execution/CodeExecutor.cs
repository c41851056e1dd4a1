using System.Collections.Concurrent;
using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Execution;

/// <summary>
/// Runs programs in any engine: calls, limits, the journal, sleep and wake-up are here and the same for all of them. Thread-safe.
/// </summary>
/// <remarks>
/// <para>No call is made twice: each is taken once out of the run's queue, and where the run is stored it is stored as begun before. A run that
/// was stored once stores every step from then on, whatever its <see cref="CodeDurability"/>. A stored run stays stored where its engine or store failed,
/// where it diverged from its journal, and where its executor was disposed; every other one is deleted when it has ended.</para>
/// <para>A program that has ended still waits for its open calls, but not for its timers.</para>
/// </remarks>
public sealed class CodeExecutor : ICodeExecutor, IAsyncDisposable
{
    private readonly CodeRunServices _services;
    private readonly ConcurrentDictionary<CodeRun, Task> _runs = [];
    private volatile bool _disposed;

    /// <summary>Makes one over an engine, which it owns from then on.</summary>
    /// <param name="engine">Runs the programs; disposed with the executor.</param>
    /// <param name="reader">Reads them.</param>
    /// <param name="options">What all runs have in common. Default: as <see cref="CodeExecutorOptions"/> says.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CodeExecutor(IScriptEngine engine, IProgramReader reader, CodeExecutorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(reader);
        _services = new CodeRunServices(engine, reader, options ?? new CodeExecutorOptions());
    }

    /// <inheritdoc />
    /// <exception cref="CodeRunLostException">Another process has woken the run meanwhile: it was stopped here, and its result is for that one to tell.</exception>
    public Task<CodeResult> RunAsync(CodeRequest request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(dispatcher);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ExecuteAsync(CodeRunStarts.Of(request, _services), dispatcher, cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">
    /// It answers a call that the run has not made, decides otherwise about a call than was decided, denies one that was made, or has a result
    /// of one that was not.
    /// </exception>
    /// <exception cref="InvalidDataException">What is stored cannot be read: it was changed, or is of another version or key.</exception>
    /// <exception cref="InvalidOperationException">The executor has no store.</exception>
    /// <exception cref="CodeRunLostException">As for <see cref="RunAsync"/>.</exception>
    public async Task<CodeResult> ResumeAsync(CodeResume request, ICodeDispatcher dispatcher, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(dispatcher);
        ObjectDisposedException.ThrowIf(_disposed, this);
        CodeRunStart start = await CodeRunStarts.OpenAsync(request, _services, cancellationToken).ConfigureAwait(false);
        return await ExecuteAsync(start, dispatcher, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the runs that are under way and disposes the engine. Stored runs stay stored, and can be woken elsewhere.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (CodeRun run in _runs.Keys)
        {
            run.Halt.Request(HaltReason.Closed);
        }

        await Task.WhenAll(_runs.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.Engine.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<CodeResult> ExecuteAsync(CodeRunStart start, ICodeDispatcher dispatcher, CancellationToken cancellationToken)
    {
        // A context of the caller's would come with every step, and may be one that nobody pumps.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        CodeRun run = new(_services, start, dispatcher);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs[run] = ended.Task;
        try
        {
            if (_disposed)
            {
                run.Halt.Request(HaltReason.Closed);
            }

            return await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _runs.TryRemove(run, out _);
            ended.SetResult();
        }
    }
}
