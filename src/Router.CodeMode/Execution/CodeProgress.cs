namespace Router.CodeMode.Execution;

/// <summary>Something that happened in a run that goes on.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Call">The call that it happened to, if to a call.</param>
/// <param name="Log">The entry of the log, if one was written.</param>
public sealed record CodeProgress(string RunId, CodeProgressKind Kind, CodeCall? Call = null, CodeLog? Log = null);
