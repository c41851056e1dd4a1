namespace Router.CodeMode.Tests.Execution;

/// <summary>A program as a delegate: its value is JSON, null for undefined.</summary>
internal delegate Task<string?> ScriptedProgram(ScriptedHost host);
