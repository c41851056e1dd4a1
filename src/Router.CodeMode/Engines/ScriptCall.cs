namespace Router.CodeMode.Engines;

/// <summary>A call as it leaves the sandbox: nothing in it can be trusted.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Name">What the program wrote.</param>
/// <param name="Arguments">A JSON array, by the prelude's word.</param>
public sealed record ScriptCall(int Number, string Name, string Arguments);
