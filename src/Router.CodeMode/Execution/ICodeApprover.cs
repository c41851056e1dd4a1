namespace Router.CodeMode.Execution;

/// <summary>Decides at once about calls that need a decision: a person at a screen, or a rule. Thread-safe.</summary>
public interface ICodeApprover
{
    /// <summary>
    /// Decides. Null: not now; the call waits, the run sleeps when nothing else is left to do, and the decision comes with
    /// <see cref="CodeResume.Approvals"/>. An exception is taken for null.
    /// </summary>
    /// <param name="codeCall">The call.</param>
    /// <param name="codeFunction">The function that it is for.</param>
    /// <param name="cancellationToken">The run has ended or sleeps: the answer will reach nobody.</param>
    ValueTask<CodeApproval?> DecideAsync(CodeCall codeCall, CodeFunction codeFunction, CancellationToken cancellationToken);
}
