using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.QuickJs.Machines;
using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>Delivers events to machines, and tells what it means when one comes to an end. Stateless.</summary>
internal static class ProgramRunner
{
    /// <summary>Delivers one event and runs the machine until nothing is left to run; what it answers is why it could not.</summary>
    public static ScriptFailure? Deliver(QuickJsMachine machine, ScriptStart start, ScriptEvent scriptEvent, bool begun)
    {
        bool begin = scriptEvent.Kind == ScriptEventKind.Begin;
        if (begin == begun)
        {
            throw new InvalidOperationException(begin ? "The program has begun already." : "The program has not begun: Begin comes first.");
        }

        machine.Clock = scriptEvent.Now.ToUnixTimeMilliseconds();
        return begin ? Begin(machine, start) : Settle(machine, scriptEvent);
    }

    /// <summary>The failure that an exception out of a machine stands for; null where it stands for none.</summary>
    public static ScriptFailure? Explain(Exception exception, QuickJsMachine machine, ScriptFailure outOfTime) => exception switch
    {
        ProgramEndedException ended => ended.Failure,
        WasmTrapException { Trap: WasmTrap.Halted } => outOfTime,
        WasmTrapException { Trap: WasmTrap.StackExhausted } => new ScriptFailure(
            CodeErrorKind.Program, "The program goes too deep: the stack is used up.", "InternalError", Hint: "Look for a recursion that does not end, or use a loop."),
        WasmTrapException trap => machine.Broken(trap.Message).Failure,
        // Addresses out of a memory that has gone wrong, or that came with a state that was tampered with.
        ArgumentException or IndexOutOfRangeException or OverflowException => machine.Broken("its memory is damaged").Failure,
        _ => null,
    };

    private static ScriptFailure? Begin(QuickJsMachine machine, ScriptStart start)
    {
        string body = start.Program.Body;
        int program = machine.Evaluate(string.Concat(PreludeProtocol.ProgramHead, body, PreludeProtocol.ProgramTail), PreludeProtocol.FileName, 0, out int thrown);
        if (thrown != 0)
        {
            return Unreadable(machine, machine.ReadThrown(thrown), body);
        }

        ScriptFailure? failure = Enter(machine, "begin", 0, PreludeProtocol.WriteStart(start), program);
        machine.FreeValue(program);
        return failure;
    }

    private static ScriptFailure? Settle(QuickJsMachine machine, ScriptEvent scriptEvent) => Enter(
        machine, scriptEvent.Kind == ScriptEventKind.Resolved ? "ok" : "err", scriptEvent.Call, scriptEvent.Json, machine.QTS_GetUndefined());

    private static ScriptFailure? Enter(QuickJsMachine machine, string kind, int call, string? text, int program)
    {
        Span<int> cells =
        [
            machine.NewString(kind),
            machine.NewNumber(call),
            text is null ? machine.QTS_GetUndefined() : machine.NewString(text),
            machine.NewNumber(machine.Clock),
            program,
        ];
        int value = machine.Call(machine.Roots.Enter, cells, out int thrown);
        if (thrown != 0)
        {
            ThrownError error = machine.ReadThrown(thrown);
            return machine.Broken($"its prelude refuses what it is told: {error.Name}: {error.Message}").Failure;
        }

        machine.FreeValue(value);
        machine.FreeValue(cells[0]);
        machine.FreeValue(cells[1]);
        machine.FreeValue(cells[3]);
        if (text is not null)
        {
            machine.FreeValue(cells[2]);
        }

        machine.RunJobs();
        return null;
    }

    /// <summary>Why a text cannot be read, as a place of it.</summary>
    public static ScriptFailure Unreadable(QuickJsMachine machine, ThrownError error, string body)
    {
        if (machine.MemoryRefusals > 0)
        {
            return machine.OutOfMemory().Failure;
        }

        (int? line, int? column) = PreludeProtocol.ReadPlace(error.Stack);
        int lines = body.AsSpan().Count('\n') + 1;
        if (line > lines)
        {
            // Found in what stands behind the body: something in it was not closed.
            (line, column) = (lines, body.Length - body.LastIndexOf('\n'));
        }

        return new ScriptFailure(error.Name == "SyntaxError" ? CodeErrorKind.Parse : CodeErrorKind.Program, error.Message, error.Name, line, column);
    }
}
