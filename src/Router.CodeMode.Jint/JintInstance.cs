using Router.CodeMode.Engines;
using Router.CodeMode.Jint.Runs;
using Router.CodeMode.Jint.Threads;

namespace Router.CodeMode.Jint;

/// <summary>One program. Holds a thread of the engine's while it takes a step, and none between.</summary>
internal sealed class JintInstance(ScriptStart start, JintEngineOptions options, StepThreads threads, TimeProvider time) : IScriptInstance
{
    private readonly Lock _gate = new();
    private readonly HaltConstraint _halt = new();
    private JintProgram? _program;
    private StepJob? _job;
    private bool _disposed;
    private bool _over;

    /// <inheritdoc/>
    public async ValueTask<ScriptStep> StepAsync(ScriptEvent scriptEvent, TimeSpan cpu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scriptEvent);
        cancellationToken.ThrowIfCancellationRequested();
        using StepJob job = Enter(scriptEvent, cpu);
        try
        {
            threads.Enqueue(job);
            await using (cancellationToken.UnsafeRegister(static job => ((StepJob)job!).Halt(HaltReason.Cancelled), job).ConfigureAwait(false))
            {
                ScriptStep step = await job.Completion.ConfigureAwait(false);
                step = job.Used > cpu ? step with { Outcome = new ScriptOutcome { Failure = JintFailures.Timeout } } : step;
                _over = step.Outcome?.Failure is { Kind: Execution.CodeErrorKind.Timeout or Execution.CodeErrorKind.Memory };
                return step with { Cpu = job.Used };
            }
        }
        catch (OperationCanceledException) when (job.Reason == HaltReason.Cpu)
        {
            _over = true;
            return new ScriptStep { Outcome = new ScriptOutcome { Failure = JintFailures.Timeout }, Cpu = job.Used };
        }
        catch (OperationCanceledException)
        {
            _over = true;
            throw new OperationCanceledException("The program was halted.", cancellationToken);
        }
        catch (Exception exception) when (exception is not ScriptEngineException)
        {
            _over = true;
            throw new ScriptEngineException("Jint failed in the middle of a step.", exception);
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> SaveAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Programs of the engine jint cannot be saved; they are replayed from their journal.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _program = null;
            _job?.Halt(HaltReason.Disposed);
        }

        return default;
    }

    private StepJob Enter(ScriptEvent scriptEvent, TimeSpan cpu)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_job is not null)
            {
                throw new InvalidOperationException("An instance takes one step at a time.");
            }

            if (_over)
            {
                throw new ScriptEngineException("The instance has ended; it takes no more steps.");
            }

            JintProgram program = _program ??= new JintProgram(start, options, _halt);
            return _job = new StepJob(threads, _halt, () => program.Step(scriptEvent), cpu, options.HaltGrace, time);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _job = null;
        }
    }
}
