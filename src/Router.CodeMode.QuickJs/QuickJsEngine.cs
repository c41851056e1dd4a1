using Router.CodeMode.Engines;
using Router.CodeMode.QuickJs.Instances;
using Router.CodeMode.QuickJs.Machines;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs;

/// <summary>
/// QuickJS as managed code: each program has an engine and a memory of its own, about a millisecond after it was asked for, and reaches
/// nothing but the functions it was given. Thread-safe.
/// </summary>
/// <remarks>
/// No instance holds a thread while its program waits. Disposing ends all programs and then the threads.
/// Beyond the limits that every engine keeps: a step that makes more calls at once than the run may make in all, and 10,200 more, ends the
/// program with <see cref="Execution.CodeErrorKind.CallLimit"/>; so does, with <see cref="Execution.CodeErrorKind.OutputTooLarge"/>, an argument list
/// that is longer than allowed, or arguments of one step that are together longer than the program's memory. Of names, 256 characters are read.
/// </remarks>
public sealed class QuickJsEngine : IScriptEngine
{
    // Immutable once made, and the same for every engine of the process.
    private static readonly MachineTemplate PreludeTemplate = new(TemplateBuilder.WithPrelude);

    private readonly EngineServices _services;
    private readonly QuickJsEngineOptions _options;
    private int _instances;

    /// <summary>Makes an engine. Nothing is started before the first program.</summary>
    /// <param name="options">What it may use; null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public QuickJsEngine(QuickJsEngineOptions? options = null)
    {
        _options = options ?? new QuickJsEngineOptions();
        _options.Validate();
        _services = new EngineServices(
            new SliceScheduler(_options.Threads, _options.SpareThreads, _options.TimeProvider), PreludeTemplate, () => Interlocked.Decrement(ref _instances));
    }

    /// <inheritdoc />
    public string Name => "quickjs";

    /// <inheritdoc />
    public string? BuildId => EngineBuild.Id;

    internal EngineServices Services => _services;

    /// <inheritdoc />
    public async ValueTask<IScriptInstance> CreateAsync(ScriptStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        cancellationToken.ThrowIfCancellationRequested();
        start.Limits.Validate();
        await _services.PrepareAsync(_services.Template, cancellationToken).ConfigureAwait(false);
        TakePlace();
        return new QuickJsInstance(_services, start);
    }

    /// <inheritdoc />
    public ValueTask<IScriptInstance> RestoreAsync(ScriptStart start, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        cancellationToken.ThrowIfCancellationRequested();
        start.Limits.Validate();
        InstanceState read = InstanceState.Read(state);
        TakePlace();
        try
        {
            return ValueTask.FromResult<IScriptInstance>(
                new QuickJsInstance(_services, start, read.ToMachine(start.Limits.MemoryBytes), read.Ledger));
        }
        catch
        {
            _services.Release();
            throw;
        }
    }

    /// <summary>Ends all programs, and then the threads.</summary>
    public ValueTask DisposeAsync() => _services.Scheduler.DisposeAsync();

    private void TakePlace()
    {
        if (Interlocked.Increment(ref _instances) > _options.MostInstances)
        {
            _services.Release();
            throw new ScriptEngineException(
                $"There are {_options.MostInstances} programs in this engine already: wait, let programs that wait for long sleep, or raise QuickJsEngineOptions.MostInstances.");
        }
    }
}
