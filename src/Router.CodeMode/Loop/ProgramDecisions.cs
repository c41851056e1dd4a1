using Router.CodeMode.Execution;

namespace Router.CodeMode.Loop;

/// <summary>The decisions about the calls of a program that waits.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="Answers">By the number of the call.</param>
internal sealed record ProgramDecisions(string RunId, IReadOnlyDictionary<int, CodeApproval> Answers);
