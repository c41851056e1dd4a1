using System.Net.WebSockets;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers.Runs;

/// <summary>One program, in whatever place it runs.</summary>
internal sealed class WorkersInstance(ScriptStart start, RunLease lease) : IScriptInstance
{
    private readonly Lock _gate = new();
    private bool _stepping;
    private bool _disposed;
    private bool _loaded;
    private bool _over;
    private bool _unharmed;

    /// <inheritdoc/>
    public async ValueTask<ScriptStep> StepAsync(ScriptEvent scriptEvent, TimeSpan cpu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scriptEvent);
        Enter();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using (cancellationToken.UnsafeRegister(static lease => ((RunLease)lease!).Kill(), lease).ConfigureAwait(false))
            {
                return await RunAsync(scriptEvent, cpu).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or InvalidDataException)
        {
            _over = true;
            cancellationToken.ThrowIfCancellationRequested();
            return await ExplainAsync(exception).ConfigureAwait(false);
        }
        catch
        {
            _over = true;
            throw;
        }
        finally
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> SaveAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Programs of the engine workers cannot be saved; they are replayed from their journal.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_stepping)
            {
                // The step sees its socket end, and gives the place back.
                lease.Kill();
                return;
            }
        }

        await lease.ReleaseAsync(clean: _loaded && (!_over || _unharmed)).ConfigureAwait(false);
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_stepping)
            {
                throw new InvalidOperationException("An instance takes one step at a time.");
            }

            if (_over)
            {
                throw new ScriptEngineException("The instance has ended; it takes no more steps.");
            }

            _stepping = true;
        }
    }

    private async ValueTask LeaveAsync()
    {
        bool release;
        lock (_gate)
        {
            _stepping = false;
            release = _disposed;
        }

        if (release)
        {
            await lease.ReleaseAsync(clean: false).ConfigureAwait(false);
        }
    }

    private async ValueTask<ScriptStep> RunAsync(ScriptEvent scriptEvent, TimeSpan cpu)
    {
        if (!_loaded && await LoadAsync().ConfigureAwait(false) is { } broken)
        {
            return broken;
        }

        lease.Begin(cpu);
        await lease.Socket.SendAsync(Frame.Event, HarnessWriter.Event(scriptEvent, start), CancellationToken.None).ConfigureAwait(false);
        Frame frame = await lease.Socket.ReceiveAsync(CancellationToken.None).ConfigureAwait(false);
        RunReading reading = lease.End();
        if (reading.Verdict != RunVerdict.None || reading.Cpu > cpu)
        {
            return Ended(RunFailures.Of(reading.Verdict), reading);
        }

        return frame.Letter switch
        {
            Frame.Step => Placed(StepReader.Read(frame.Body)) with { Cpu = reading.Cpu, MemoryBytes = reading.MemoryBytes },
            Frame.Failed => Ended(RunFailures.Read(frame.Body, loaded: true), reading),
            _ => throw new ScriptEngineException("The place where the program ran answered with what is no step: it is no harness of this version."),
        };
    }

    // Reading the program is no step of it: it has a budget of its own.
    private async ValueTask<ScriptStep?> LoadAsync()
    {
        lease.Begin(WorkersDefaults.LoadCpu);
        Frame frame = await lease.Socket.ReceiveAsync(CancellationToken.None).ConfigureAwait(false);
        RunReading reading = lease.End();
        if (reading.Verdict != RunVerdict.None)
        {
            return Ended(RunFailures.Of(reading.Verdict), reading);
        }

        if (frame.Letter == Frame.Failed)
        {
            // The process has done nothing but read: it is as good as before.
            _loaded = true;
            ScriptFailure failure = RunFailures.Read(frame.Body, loaded: false);
            _unharmed = failure.Kind == CodeErrorKind.Parse;
            return Ended(failure, reading);
        }

        if (frame.Letter != Frame.Loaded)
        {
            throw new ScriptEngineException("The place where the program was to run answered with what is no program: it is no harness of this version.");
        }

        _loaded = true;
        lease.Loaded();
        return null;
    }

    private ScriptStep Ended(ScriptFailure failure, RunReading reading)
    {
        _over = true;
        return Placed(new ScriptStep
        {
            Outcome = new ScriptOutcome { Failure = failure },
            Cpu = reading.Cpu,
            MemoryBytes = reading.MemoryBytes,
        });
    }

    private ScriptStep Placed(ScriptStep step) => step.Outcome?.Failure is { } failure
        ? step with { Outcome = new ScriptOutcome { Failure = ProgramModule.Of(failure, start.Program.Body) } }
        : step;

    private async ValueTask<ScriptStep> ExplainAsync(Exception exception)
    {
        bool disposed;
        lock (_gate)
        {
            disposed = _disposed;
        }

        RunReading reading = lease.End();
        if (reading.Verdict is RunVerdict.Cpu or RunVerdict.Memory)
        {
            return Ended(RunFailures.Of(reading.Verdict), reading);
        }

        if (exception is InvalidDataException)
        {
            return Ended(RunFailures.Memory, reading);
        }

        if (disposed)
        {
            throw new OperationCanceledException("The instance was disposed of in the middle of a step.", exception);
        }

        if (reading.Verdict == RunVerdict.Stall)
        {
            throw new ScriptEngineException("The program's process did not answer and did nothing; it was ended.", exception);
        }

        return await lease.ExplainAsync().ConfigureAwait(false) is { } failure
            ? Ended(failure, reading)
            : throw new ScriptEngineException("The place where the program ran is gone: its process died or its connection broke.", exception);
    }
}
