using Router.CodeMode.Execution;

namespace Router.CodeMode.Results;

/// <summary>
/// The functions of a snippet's run. It cannot sleep, since the call that it is part of would sleep with it: what needs a decision is refused.
/// </summary>
internal sealed class NestedDispatcher(ICodeDispatcher inner) : ICodeDispatcher
{
    public IReadOnlyCollection<string> Roots => inner.Roots;

    public CodeFunction? Find(string name) => inner.Find(name) is { } function ? function with { RequiresApproval = false } : null;

    public string? Suggest(string name) => inner.Suggest(name);

    public async ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
    {
        if (inner.Find(codeCall.Name) is { RequiresApproval: true })
        {
            return Refused(codeCall, "needs a person's approval, which a snippet cannot wait for");
        }

        CodeCallResult result = await inner.InvokeAsync(codeCall, cancellationToken).ConfigureAwait(false);
        return result.IsPending ? Refused(codeCall, "was begun, and its result will come later, for which a snippet cannot wait") : result;
    }

    private static CodeCallResult Refused(CodeCall call, string why) => CodeCallResult.Failure(new CodeError
    {
        Kind = CodeErrorKind.Denied,
        Message = $"{call.Name} {why}.",
        Hint = $"Call {call.Name} from the program itself.",
    });
}
