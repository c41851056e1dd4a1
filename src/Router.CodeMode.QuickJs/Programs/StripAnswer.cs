using Router.CodeMode.Programs;

namespace Router.CodeMode.QuickJs.Programs;

/// <summary>What <c>strip.js</c> answers.</summary>
internal sealed record StripAnswer(string? Text, ProgramProblem? Error);
