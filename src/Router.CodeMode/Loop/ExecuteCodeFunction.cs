using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>The tool that runs programs.</summary>
internal sealed class ExecuteCodeFunction(CodeSession session) : AIFunction
{
    public override string Name => ToolDefinitions.ExecuteName;

    public override string Description => ToolDefinitions.ExecuteDescription;

    public override JsonElement JsonSchema => ToolDefinitions.ExecuteSchema;

    /// <summary>Wakes a program with the decisions that it waited for.</summary>
    internal async ValueTask<object?> ResumeAsync(CallSlot slot, ProgramDecisions decisions, CancellationToken cancellationToken)
    {
        CodeResume resume = new() { RunId = decisions.RunId, Approvals = decisions.Answers };
        try
        {
            CodeResult result = await session.Executor
                .ResumeAsync(resume, new SessionDispatcher(session, slot.CallId), cancellationToken).ConfigureAwait(false);
            return await AnswerAsync(result, slot, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            slot.Failed = true;
            return """{"result":null,"logs":[],"calls":{},"error":{"kind":"Engine","message":"The program that waited is no longer kept. The calls that waited were not made; those before them were."}}""";
        }
    }

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        CallSlot? slot = CallSlot.Of(arguments);
        if (ToolArgument.Text(arguments, ToolDefinitions.ExecuteParameter) is not { } code)
        {
            slot?.Failed = true;
            return ToolArgument.Missing(Name, ToolDefinitions.ExecuteParameter, "a JavaScript program");
        }

        CodeRequest request = new()
        {
            Source = session.Vault?.RestoreProgram(code) ?? code,
            RunId = Guid.NewGuid().ToString("N"),
            SessionId = session.Id,
            Limits = session.Options.Limits,
            Durability = session.Options.Durability,
        };
        CodeResult result = await session.Executor
            .RunAsync(request, new SessionDispatcher(session, slot?.CallId ?? string.Empty), cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(result, slot, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<object?> AnswerAsync(CodeResult result, CallSlot? slot, CancellationToken cancellationToken)
    {
        // A run that was cancelled says so in its result; here it is the request that was.
        cancellationToken.ThrowIfCancellationRequested();
        if (slot is not null && result is { Status: CodeStatus.Suspended, Suspension.Approvals: { Count: > 0 } waiting })
        {
            slot.Suspended = new SuspendedProgram(slot.CallId, result.RunId, [.. waiting.Select(Restored)]);
            return null;
        }

        CodeAnswer answer = await new CodeAnswerWriter(session).WriteAsync(result, cancellationToken).ConfigureAwait(false);
        if (slot is not null)
        {
            slot.Failed = answer.Failed;
            slot.Ran = true;
            slot.Contents = answer.Contents;
        }

        return answer.Text;
    }

    // Whoever decides sees what the call will really be made with.
    private CodeCall Restored(CodeCall call) => session.Vault is { } vault ? call with { Arguments = vault.Restore(call.Arguments) } : call;
}
