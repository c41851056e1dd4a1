using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.QuickJs.Instances;
using Router.CodeMode.QuickJs.Machines;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Libraries;

/// <summary>One thing done in a machine of its own, which is thrown away afterwards: no door leads out of it.</summary>
internal sealed class MachineJob<T>(MachineTemplate template, CodeLimits limits, Func<QuickJsMachine, T> work) : IMachineHost
{
    private readonly Lock _gate = new();
    private QuickJsMachine? _machine;
    private Slice? _slice;
    private ThreadCpu? _cpu;
    private TimeSpan _start;
    private bool _halted;
    private bool _cancelled;

    /// <summary>Does it on a thread of the scheduler.</summary>
    /// <exception cref="ProgramEndedException">It went over its limits.</exception>
    public async ValueTask<T> RunAsync(EngineServices services, CancellationToken cancellationToken)
    {
        await services.PrepareAsync(template, cancellationToken).ConfigureAwait(false);
        InstanceSlice<T> slice = new(limits.Cpu, Do, Halt);
        _slice = slice;
        services.Scheduler.Enqueue(slice);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                Halt(HaltCause.Cancelled);
                slice.TryCancel(token);
            },
            null);
        return await slice.Result.ConfigureAwait(false);
    }

    public void Poll()
    {
        TimeSpan used = _cpu!.Used - _start;
        _slice!.GiveWay(used);
        if (_machine!.Halted || used > limits.Cpu)
        {
            throw OutOfTime();
        }
    }

    public void Call(int function, int count, int arguments) => throw _machine!.Broken("it calls a host that it has not");

    private T Do(ThreadCpu cpu)
    {
        using QuickJsMachine machine = template.Copy(limits.MemoryBytes);
        _cpu = cpu;
        _start = cpu.Used;
        lock (_gate)
        {
            _machine = machine;
            machine.Halted = _halted;
        }

        machine.Host = this;
        try
        {
            Poll();
            return work(machine);
        }
        catch (Exception exception) when (exception is not ScriptEngineException)
        {
            if (_cancelled)
            {
                throw new OperationCanceledException();
            }

            throw ProgramRunner.Explain(exception, machine, OutOfTime().Failure) is { } failure ? new ProgramEndedException(failure) : exception;
        }
        finally
        {
            lock (_gate)
            {
                _machine = null;
            }
        }
    }

    private void Halt(HaltCause cause)
    {
        lock (_gate)
        {
            _halted = true;
            _cancelled |= cause is HaltCause.Cancelled or HaltCause.Disposed;
            if (_machine is { } machine)
            {
                machine.Halted = true;
            }
        }
    }

    private ProgramEndedException OutOfTime() => new(new ScriptFailure(
        CodeErrorKind.Timeout, FormattableString.Invariant($"The text takes more than {limits.Cpu.TotalMilliseconds:0} ms of processor time to read.")));
}
