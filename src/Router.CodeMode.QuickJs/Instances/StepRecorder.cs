using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.QuickJs.Machines;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>
/// The program's one door, and the clock at it. The prelude keeps a program within its limits; here they are kept again, and length is
/// looked at before anything is copied.
/// </summary>
internal sealed class StepRecorder : IMachineHost
{
    /// <summary>Calls that one step may make beyond the limit: those that the executor refuses one by one, and the prelude's own, such as timers.</summary>
    public const int CallMargin = 10_200;

    private const int MostNameUnits = 256;
    private const int MostFailureUnits = 64 * 1024;
    private const int MostLogEntries = 100_000;

    private readonly QuickJsMachine _machine;
    private readonly CodeLimits _limits;
    private readonly Slice _slice;
    private readonly ThreadCpu _cpu;
    private readonly TimeSpan _start;
    private readonly TimeSpan _budget;
    private readonly int _refusalsBefore;
    private readonly List<ScriptCall> _calls = [];
    private readonly List<CodeLog> _logs = [];
    private InstanceLedger _ledger;
    private ScriptOutcome? _outcome;
    private long _argumentUnits;
    private int _dropped;

    public StepRecorder(QuickJsMachine machine, CodeLimits limits, InstanceLedger ledger, Slice slice, ThreadCpu cpu, TimeSpan start, TimeSpan budget)
    {
        _machine = machine;
        _limits = limits;
        _ledger = ledger;
        _slice = slice;
        _cpu = cpu;
        _start = start;
        _budget = budget;
        _refusalsBefore = machine.MemoryRefusals;
    }

    public InstanceLedger Ledger => _ledger;

    /// <summary>The end of a program that has used up its processor time.</summary>
    public ScriptFailure OutOfTime() => _machine.MemoryRefusals > _refusalsBefore
        ? _machine.OutOfMemory().Failure
        : new ScriptFailure(
            CodeErrorKind.Timeout,
            FormattableString.Invariant($"The program used up its processor time of {_limits.Cpu.TotalMilliseconds:0} ms."),
            Hint: "Look for a loop that does not end, or compute less.");

    public void Poll()
    {
        TimeSpan used = _cpu.Used - _start;
        _slice.GiveWay(used);
        if (_machine.Halted || used > _budget)
        {
            throw new ProgramEndedException(OutOfTime());
        }
    }

    public void Call(int function, int count, int arguments)
    {
        switch (function)
        {
            case TemplateBuilder.CallFunction when count == 3:
                AddCall(_machine.Argument(arguments, 0), _machine.Argument(arguments, 1), _machine.Argument(arguments, 2));
                break;
            case TemplateBuilder.LogFunction when count == 2:
                AddLog(_machine.Argument(arguments, 0), _machine.Argument(arguments, 1));
                break;
            case TemplateBuilder.DoneFunction when count == 2:
                Finish(_machine.Argument(arguments, 0), _machine.Argument(arguments, 1));
                break;
            default:
                throw _machine.Broken("its prelude calls what does not exist");
        }
    }

    /// <summary>The step, where the program came to its end of it.</summary>
    public ScriptStep ToStep() => new()
    {
        Calls = _calls,
        Logs = _logs,
        LogsDropped = _dropped,
        Outcome = _outcome,
        Cpu = _cpu.Used - _start,
        MemoryBytes = _machine.HeapBytes,
    };

    /// <summary>
    /// The step of a program that was ended in the middle of it. The calls it has made in it are not handed on: nothing is done in the name
    /// of a program that can no longer hear of it.
    /// </summary>
    public ScriptStep ToStep(ScriptFailure failure) => new()
    {
        Logs = _logs,
        LogsDropped = _dropped,
        Outcome = new ScriptOutcome { Failure = failure },
        Cpu = _cpu.Used - _start,
        MemoryBytes = _machine.HeapBytes,
    };

    private void AddCall(int number, int name, int arguments)
    {
        if (_calls.Count >= _limits.Calls + CallMargin)
        {
            throw new ProgramEndedException(new ScriptFailure(
                CodeErrorKind.CallLimit, $"The program makes more than {_limits.Calls + CallMargin} calls at once; it may make {_limits.Calls} in all."));
        }

        int units = _machine.StringLength(arguments);
        int nameUnits = _machine.StringLength(name);
        if (units < 0 || nameUnits < 0 || !_machine.ReadNumber(number).Equals(_ledger.Calls + 1.0))
        {
            throw _machine.Broken("its prelude makes a call that is none");
        }

        // All that a step hands out at once is bounded by what a program can hold at once.
        _argumentUnits += units + nameUnits;
        if (units > _limits.ArgumentBytes || _argumentUnits > _limits.MemoryBytes)
        {
            throw new ProgramEndedException(new ScriptFailure(
                CodeErrorKind.OutputTooLarge, $"The program hands out more at once than it may: {units} characters of arguments for one call, {_argumentUnits} in all.",
                Hint: "Select, count or shorten inside the program, and hand on only what is needed."));
        }

        // No function has so long a name: cut, it is as unknown as it is whole.
        string called = nameUnits > MostNameUnits ? _machine.ReadString(name, MostNameUnits) + "\u2026" : _machine.ReadString(name)!;
        _calls.Add(new ScriptCall(++_ledger.Calls, called, _machine.ReadString(arguments)!));
    }

    private void AddLog(int level, int text)
    {
        int units = _machine.StringLength(text);
        if (units < 0 || _ledger.LogEntries >= MostLogEntries || _ledger.LogUnits >= _limits.LogBytes)
        {
            _dropped++;
            return;
        }

        int room = _limits.LogBytes - _ledger.LogUnits;
        _logs.Add(new CodeLog(_machine.ReadString(level, MostNameUnits) ?? "log", _machine.ReadString(text, room)!));
        _dropped += units > room ? 1 : 0;
        _ledger.LogEntries++;
        _ledger.LogUnits += Math.Min(units, room) + 1;
    }

    private void Finish(int ok, int text)
    {
        if (_ledger.Done)
        {
            return;
        }

        _ledger.Done = true;
        int units = _machine.StringLength(text);
        if (!_machine.ReadTrue(ok))
        {
            _outcome = new ScriptOutcome { Failure = Explain(PreludeProtocol.ReadFailure(_machine.ReadString(text, MostFailureUnits))) };
        }
        else if (units > _limits.ResultBytes)
        {
            _outcome = new ScriptOutcome
            {
                Failure = new ScriptFailure(
                    CodeErrorKind.OutputTooLarge, $"The value of the program is {units} characters of JSON; the limit is {_limits.ResultBytes} bytes."),
            };
        }
        else
        {
            _outcome = new ScriptOutcome { Value = _machine.ReadString(text) };
        }
    }

    // QuickJS throws null where there was no memory left for an error. That memory was refused is known here, whatever the program says.
    private ScriptFailure Explain(ScriptFailure failure) => failure switch
    {
        { Kind: CodeErrorKind.Program, Name: "InternalError", Message: "out of memory" } or
        { Kind: CodeErrorKind.Program, Name: null, Message: "The program threw null, which is no Error." }
            when _machine.MemoryRefusals > 0 => _machine.OutOfMemory().Failure with { Line = failure.Line, Column = failure.Column },
        { Kind: CodeErrorKind.Program, Name: "InternalError", Message: "stack overflow" } => failure with
        {
            Message = "The program calls itself too deeply: stack overflow.",
            Hint = "Look for a recursion that does not end, or use a loop.",
        },
        _ => failure,
    };
}
