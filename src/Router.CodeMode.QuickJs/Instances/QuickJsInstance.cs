using Router.CodeMode.Engines;
using Router.CodeMode.QuickJs.Machines;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>One program. Its machine is made in its first step, and freed as soon as it can no longer run.</summary>
internal sealed class QuickJsInstance : IScriptInstance
{
    private static readonly TimeSpan Saving = TimeSpan.FromSeconds(30);

    private readonly EngineServices _services;
    private readonly ScriptStart _start;
    private readonly Lock _gate = new();
    private QuickJsMachine? _machine;
    private InstanceLedger _ledger;
    private Slice? _slice;
    private Task? _running;
    private HaltCause _halt;
    private bool _dead;
    private bool _disposed;

    public QuickJsInstance(EngineServices services, ScriptStart start)
    {
        _services = services;
        _start = start;
    }

    public QuickJsInstance(EngineServices services, ScriptStart start, QuickJsMachine machine, InstanceLedger ledger)
        : this(services, start)
    {
        _machine = machine;
        _ledger = ledger;
    }

    public async ValueTask<ScriptStep> StepAsync(ScriptEvent scriptEvent, TimeSpan cpu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scriptEvent);
        return await RunAsync(clock => Step(scriptEvent, cpu, clock, cancellationToken), cpu, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ReadOnlyMemory<byte>> SaveAsync(CancellationToken cancellationToken) =>
        await RunAsync(_ => Save(), Saving, cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        Slice? slice;
        Task? running;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            slice = _slice;
            running = _running;
        }

        slice?.End();
        if (running is not null)
        {
            await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                .ConfigureAwait(false);
        }

        _machine?.Dispose();
        _services.Release();
    }

    private async Task<T> RunAsync<T>(Func<ThreadCpu, T> work, TimeSpan budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InstanceSlice<T> slice = new(budget, work, Halt);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_dead || _halt is HaltCause.Cancelled or HaltCause.Disposed)
            {
                throw new ScriptEngineException("The program of this instance was ended: make a new instance.");
            }

            if (_running is { IsCompleted: false })
            {
                throw new InvalidOperationException("A step of this instance is under way: one at a time.");
            }

            if (_halt == HaltCause.Expired)
            {
                // The watch was late: the step had ended by itself.
                _halt = HaltCause.None;
            }

            _slice = slice;
            _running = slice.Result;
        }

        try
        {
            _services.Scheduler.Enqueue(slice);
        }
        catch
        {
            slice.TryCancel(CancellationToken.None);
            throw;
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                (QuickJsInstance instance, InstanceSlice<T> cancelled) = ((QuickJsInstance, InstanceSlice<T>))state!;
                instance.Halt(HaltCause.Cancelled);
                cancelled.TryCancel(token);
            },
            (this, slice));
        return await slice.Result.ConfigureAwait(false);
    }

    /// <summary>Ends the program, wherever it is. The first cause is the one that is told.</summary>
    private void Halt(HaltCause cause)
    {
        lock (_gate)
        {
            if (_halt == HaltCause.None)
            {
                _halt = cause;
            }

            if (_machine is { } machine)
            {
                machine.Halted = true;
            }
        }
    }

    private QuickJsMachine Machine()
    {
        QuickJsMachine machine = _machine ?? _services.Template.Copy(_start.Limits.MemoryBytes);
        lock (_gate)
        {
            _machine = machine;
            machine.Halted = _halt != HaltCause.None;
        }

        return machine;
    }

    private ReadOnlyMemory<byte> Save()
    {
        QuickJsMachine machine = Machine();
        return InstanceState.Write(MachineImage.Take(machine), _ledger, machine.MemoryRefusals);
    }

    private ScriptStep Step(ScriptEvent scriptEvent, TimeSpan cpu, ThreadCpu clock, CancellationToken cancellationToken)
    {
        TimeSpan start = clock.Used;
        QuickJsMachine machine = Machine();
        StepRecorder recorder = new(machine, _start.Limits, _ledger, _slice!, clock, start, cpu);
        machine.Host = recorder;
        ScriptFailure failure;
        try
        {
            recorder.Poll();
            if (ProgramRunner.Deliver(machine, _start, scriptEvent, _ledger.Begun) is not { } refused)
            {
                _ledger = recorder.Ledger with { Begun = true };
                return recorder.ToStep();
            }

            failure = refused;
        }
        catch (Exception exception) when (ProgramRunner.Explain(exception, machine, recorder.OutOfTime()) is { } explained)
        {
            failure = explained;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Bury(machine);
            throw new ScriptEngineException($"QuickJS failed: {exception.GetType().Name}: {exception.Message}", exception);
        }
        finally
        {
            machine.Host = null;
        }

        ScriptStep step = recorder.ToStep(failure);
        Bury(machine);
        lock (_gate)
        {
            if (_halt is HaltCause.Cancelled or HaltCause.Disposed)
            {
                throw new OperationCanceledException("The program was halted.", cancellationToken);
            }
        }

        return step;
    }

    private void Bury(QuickJsMachine machine)
    {
        lock (_gate)
        {
            _dead = true;
        }

        machine.Dispose();
    }
}
