using Router.CodeMode.Engines;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>Thrown through the machine to end what runs in it: nothing in there can catch it.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the assembly.
internal sealed class ProgramEndedException(ScriptFailure failure) : Exception(failure.Message)
#pragma warning restore CA1032, CA1064
{
    public ScriptFailure Failure { get; } = failure;
}
