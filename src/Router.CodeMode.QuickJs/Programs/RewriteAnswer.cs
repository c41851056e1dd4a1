using Router.CodeMode.Programs;

namespace Router.CodeMode.QuickJs.Programs;

/// <summary>What <c>rewrite.js</c> answers.</summary>
internal sealed record RewriteAnswer(string? Body, ProgramForm Form, ProgramInsertion? Inserted, ProgramProblem? Error, string? Imports);
