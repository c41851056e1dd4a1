namespace Router.CodeMode.Programs;

/// <summary>
/// What reading a program takes. It handles text that nobody has read, so it works inside a sandbox, within limits. Thread-safe.
/// </summary>
public interface IProgramParser
{
    /// <summary>Parses a text without running it. Null: it is what it should be.</summary>
    ValueTask<ProgramProblem?> CheckAsync(string text, ProgramGoal goal, CancellationToken cancellationToken);

    /// <summary>Rewrites statements without a <c>return</c>, or a module, as the body of a function.</summary>
    ValueTask<ProgramRewrite> RewriteAsync(string source, CancellationToken cancellationToken);

    /// <summary>Takes the types out of TypeScript; lines stay where they are. Null: it is no TypeScript either.</summary>
    ValueTask<string?> StripTypesAsync(string source, CancellationToken cancellationToken);

    /// <summary>
    /// The calls that a program's body makes by names it has not declared itself: <c>github.issues.list({ ... })</c>. Empty where it cannot be parsed.
    /// </summary>
    ValueTask<IReadOnlyList<ProgramCall>> FindCallsAsync(string body, CancellationToken cancellationToken);
}
