using System.Text.Json;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Results;

/// <summary>
/// The functions of the catalogue, with those of the session beside them. Where both have one of the same name, the catalogue's is meant.
/// </summary>
internal sealed class SessionDispatcher : ICodeDispatcher
{
    private readonly CodeSession _session;
    private readonly ICodeDispatcher _inner;
    private readonly SessionFunctions _own;

    internal SessionDispatcher(CodeSession session, string callId, bool nested = false)
    {
        _session = session;
        _inner = session.Functions.Dispatcher;

        // A snippet calls no snippet: nothing in it can call itself.
        _own = new SessionFunctions(session, callId, nested || session.Options.Snippets is null ? null : new SnippetRunner(session, callId));
        Roots = [.. _inner.Roots.Union(_own.Roots, StringComparer.Ordinal)];
    }

    public IReadOnlyCollection<string> Roots { get; }

    /// <summary>The functions of the catalogue alone.</summary>
    internal ICodeDispatcher Inner => _inner;

    public CodeFunction? Find(string name) => _inner.Find(name) ?? _own.Find(name);

    public string? Suggest(string name) => _inner.Suggest(name);

    public async ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
    {
        TimeProvider clock = _session.Options.TimeProvider;
        long startedAt = clock.GetTimestamp();
        CodeCall restored = _session.Vault is { } vault ? codeCall with { Arguments = vault.Restore(codeCall.Arguments) } : codeCall;
        CodeCallResult? result = null;
        string? failure = null;
        try
        {
            result = _inner.Find(codeCall.Name) is null && _own.Find(codeCall.Name) is not null
                ? await _own.InvokeAsync(restored, cancellationToken).ConfigureAwait(false)
                : await InvokeInnerAsync(restored, cancellationToken).ConfigureAwait(false);
            failure = result.Error?.Kind.ToString();
            _session.Learn(codeCall.Name, result.Value);
            return result;
        }
        catch (Exception exception)
        {
            failure = exception is CodeCallException known ? known.Kind.ToString() : exception.GetType().Name;
            throw;
        }
        finally
        {
            _session.Options.Observer?.OnCall(Point(codeCall, result, failure, clock.GetElapsedTime(startedAt)));
        }
    }

    private CodeModeCallPoint Point(CodeCall call, CodeCallResult? result, string? failure, TimeSpan latency) => new()
    {
        Tool = call.Name,
        RunId = call.RunId,
        Number = call.Number,
        SessionId = call.SessionId ?? _session.Id,
        InputShape = JsonShape.OfArguments(call.Arguments),
        InputTokens = EstimatingTokenCounter.Instance.Count(call.Arguments.GetRawText()),
        OutputTokens = result?.Value is { ValueKind: not JsonValueKind.Undefined } value ? EstimatingTokenCounter.Instance.Count(value.GetRawText()) : 0,
        Latency = latency,
        Error = failure,
    };

    private ValueTask<CodeCallResult> InvokeInnerAsync(CodeCall call, CancellationToken cancellationToken)
    {
        if (_session.Context is not { } context || SynchronizationContext.Current == context)
        {
            return _inner.InvokeAsync(call, cancellationToken);
        }

        // The application's functions expect the context in which the application asked.
        TaskCompletionSource<CodeCallResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Post(_ => _ = AnswerAsync(call, answer, cancellationToken), null);

        // A context that is gone runs nothing: the run must end all the same.
        return new(answer.Task.WaitAsync(cancellationToken));
    }

    private async Task AnswerAsync(CodeCall call, TaskCompletionSource<CodeCallResult> answer, CancellationToken cancellationToken)
    {
        try
        {
            answer.SetResult(await _inner.InvokeAsync(call, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            answer.SetException(exception);
        }
    }
}
