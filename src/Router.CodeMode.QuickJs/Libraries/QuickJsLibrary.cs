using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.QuickJs.Machines;

namespace Router.CodeMode.QuickJs.Libraries;

/// <summary>
/// A JavaScript library in sandboxes of its own: it is run once, and each call goes to a fresh copy, so that no call can leave anything to
/// the next. Thread-safe.
/// </summary>
/// <param name="engine">On whose threads it runs.</param>
/// <param name="source">Reads, with the first call, a script that leaves functions in global variables. It is trusted; what its functions are given is not.</param>
/// <param name="limits">Of each call: processor time, memory and the length of the result.</param>
internal sealed class QuickJsLibrary(QuickJsEngine engine, Func<string> source, CodeLimits limits)
{
    private readonly MachineTemplate _template = new(() => TemplateBuilder.WithLibrary(source()));

    /// <summary>Calls a function of the library with one text; its value must be a text.</summary>
    /// <exception cref="ProgramEndedException">The call went over its limits; the failure says which.</exception>
    /// <exception cref="ScriptEngineException">There is no such function, it threw, or it answered no text.</exception>
    public ValueTask<string> CallAsync(string function, string argument, CancellationToken cancellationToken) =>
        new MachineJob<string>(_template, limits, machine => Call(machine, function, argument)).RunAsync(engine.Services, cancellationToken);

    private string Call(QuickJsMachine machine, string function, string argument)
    {
        int global = machine.QTS_GetGlobalObject(machine.Roots.Context);
        int name = machine.NewString(function);
        int called = machine.QTS_GetProp(machine.Roots.Context, global, name);
        int text = machine.NewString(argument);
        int value = machine.Call(called, [text], out int thrown);
        if (thrown != 0)
        {
            ThrownError error = machine.ReadThrown(thrown);
            throw machine.MemoryRefusals > 0 ? machine.OutOfMemory() : new ScriptEngineException($"{function} of the library failed: {error.Name}: {error.Message}");
        }

        int units = machine.StringLength(value);
        if (units > limits.ResultBytes)
        {
            throw new ProgramEndedException(new ScriptFailure(CodeErrorKind.OutputTooLarge, $"{function} of the library answers {units} characters; the limit is {limits.ResultBytes}."));
        }

        return machine.ReadString(value) ?? throw new ScriptEngineException($"{function} of the library answers something that is no text.");
    }
}
