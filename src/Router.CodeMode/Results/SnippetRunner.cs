using System.Globalization;
using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Results;

/// <summary>Runs a snippet as a run of its own, with limits of its own, inside the call that asked for it.</summary>
internal sealed class SnippetRunner(CodeSession session, string callId)
{
    internal async ValueTask<CodeCallResult> RunAsync(Snippet snippet, CodeCall call, CancellationToken cancellationToken)
    {
        string arguments = call.Arguments.ValueKind == JsonValueKind.Array ? ModelJson.Write(call.Arguments)[1..^1] : string.Empty;
        CodeResult result = await session.Executor.RunAsync(
            new CodeRequest
            {
                Source = $"return await (\n{snippet.Source.Trim().TrimEnd(';')}\n)({arguments});",

                // The same for every attempt at this call, so that its own calls have the same keys.
                RunId = string.Create(CultureInfo.InvariantCulture, $"{call.RunId}.{call.Number}"),
                SessionId = call.SessionId,
                Limits = session.Options.Limits,
            },
            new NestedDispatcher(new SessionDispatcher(session, callId, nested: true)),
            cancellationToken).ConfigureAwait(false);
        return result.Status switch
        {
            CodeStatus.Completed => CodeCallResult.Success(result.Value),
            CodeStatus.Failed => CodeCallResult.Failure((result.Error ?? Unknown()) with { Message = $"snippets.{snippet.Name}: {result.Error?.Message}", Line = null, Column = null }),
            _ => CodeCallResult.Failure(Unknown() with { Message = $"snippets.{snippet.Name} went to sleep, which it cannot." }),
        };
    }

    private static CodeError Unknown() => new() { Kind = CodeErrorKind.FunctionFailed, Message = "It failed." };
}
