namespace Router.CodeMode.Execution;

/// <summary>The only way out of the sandbox: the functions that a program can call. Thread-safe.</summary>
public interface ICodeDispatcher
{
    /// <summary>
    /// The names that programs see: the first part of every function's name, such as <c>github</c> of <c>github.issues.list</c>.
    /// </summary>
    IReadOnlyCollection<string> Roots { get; }

    /// <summary>The function of this name, null where there is none.</summary>
    CodeFunction? Find(string name);

    /// <summary>What the author of <paramref name="name"/>, which does not exist, may have meant, in words for a model. Null: no idea.</summary>
    string? Suggest(string name);

    /// <summary>
    /// Makes a call. Called once for each call of a run. An exception is a failed call, and its message reaches the program only
    /// where it is a <see cref="CodeCallException"/>: that of any other exception may hold what a model must not read.
    /// </summary>
    /// <param name="codeCall">The call.</param>
    /// <param name="cancellationToken">The run has ended: the answer will reach nobody.</param>
    ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken);
}
