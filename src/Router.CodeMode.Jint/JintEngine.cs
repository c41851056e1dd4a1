using Router.CodeMode.Engines;
using Router.CodeMode.Jint.Threads;

namespace Router.CodeMode.Jint;

/// <summary>
/// Runs programs on Jint, an interpreter in managed code, in this process. Thread-safe. Quick to begin and slow to compute; its limits are
/// softer than those of the other engines, see <see cref="JintEngineOptions"/>.
/// </summary>
public sealed class JintEngine : IScriptEngine
{
    private readonly JintEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly StepThreads _threads;
    private volatile bool _disposed;

    /// <summary>Makes one. Threads are started when programs need them, and end when they have had none for half a minute.</summary>
    /// <param name="options">How programs run. Default: the defaults of each option.</param>
    /// <param name="time">Measures steps. Default: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public JintEngine(JintEngineOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new JintEngineOptions();
        _options.Validate();
        _time = time ?? TimeProvider.System;
        _threads = new StepThreads(_options, _time);
    }

    /// <inheritdoc/>
    public string Name => "jint";

    /// <inheritdoc/>
    public string? BuildId => null;

    internal int AbandonedThreads => _threads.Abandoned;

    /// <inheritdoc/>
    public ValueTask<IScriptInstance> CreateAsync(ScriptStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        _threads.CheckRoom();
        return new(new JintInstance(start, _options, _threads, _time));
    }

    /// <inheritdoc/>
    public ValueTask<IScriptInstance> RestoreAsync(ScriptStart start, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Programs of the engine jint cannot be saved; they are replayed from their journal.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _threads.Dispose();
        return default;
    }
}
