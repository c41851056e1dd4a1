using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Instances;
using Router.CodeMode.QuickJs.Machines;

namespace Router.CodeMode.QuickJs.Libraries;

/// <summary>Whether a text is JavaScript, told without running any of it. Thread-safe.</summary>
/// <param name="engine">On whose threads it is read.</param>
/// <param name="limits">Of each reading: processor time and memory.</param>
internal sealed class QuickJsSyntax(QuickJsEngine engine, CodeLimits limits)
{
    /// <summary>Why the text is no script or module, with line and column in it, both from 1; null where it is one.</summary>
    public async ValueTask<ScriptFailure?> CheckAsync(string text, ProgramGoal goal, CancellationToken cancellationToken)
    {
        try
        {
            return await new MachineJob<ScriptFailure?>(engine.Services.Template, limits, machine => Check(machine, text, goal))
                .RunAsync(engine.Services, cancellationToken).ConfigureAwait(false);
        }
        catch (ProgramEndedException ended)
        {
            return ended.Failure;
        }
    }

    private static ScriptFailure? Check(QuickJsMachine machine, string text, ProgramGoal goal)
    {
        int flags = QuickJsMachine.CompileOnly | (goal == ProgramGoal.Module ? QuickJsMachine.Module : 0);
        // The protocol's places begin behind the line that stands before every program.
        machine.Evaluate("\n" + text, PreludeProtocol.FileName, flags, out int thrown);
        return thrown == 0 ? null : ProgramRunner.Unreadable(machine, machine.ReadThrown(thrown), text);
    }
}
