using Router.CodeMode.Engines;

namespace Router.CodeMode.Tests.Execution;

/// <summary>Thrown by a scripted program to end with a failure of the engine's choice.</summary>
internal sealed class ScriptedFailure(ScriptFailure failure) : Exception(failure.Message)
{
    internal ScriptFailure Failure => failure;
}
