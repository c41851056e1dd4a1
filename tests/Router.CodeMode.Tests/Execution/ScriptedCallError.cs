namespace Router.CodeMode.Tests.Execution;

/// <summary>What a failed call throws in a scripted program.</summary>
internal sealed class ScriptedCallError(string json) : Exception(json)
{
    internal string Json => Message;
}
