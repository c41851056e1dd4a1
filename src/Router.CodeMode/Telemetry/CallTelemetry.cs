using System.Diagnostics;
using Router.CodeMode.Execution;
using Router.Telemetry;

namespace Router.CodeMode.Telemetry;

/// <summary>The span of one call. Ended once, by who makes the call.</summary>
internal sealed class CallTelemetry
{
    private readonly Activity? _activity;
    private readonly bool _sensitive;

    internal CallTelemetry(CodeCall codeCall, bool sensitive)
    {
        _sensitive = sensitive;
        // An MCP client recognises the outer span by this very name and makes none of its own.
        _activity = RouterDiagnostics.Source.StartActivity($"{CodeConventions.ToolOperation} {codeCall.Name}", ActivityKind.Internal);
        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag(SemanticConventions.OperationName, CodeConventions.ToolOperation);
            _activity.SetTag(CodeConventions.ToolName, codeCall.Name);
            _activity.SetTag(CodeConventions.ToolType, CodeConventions.FunctionType);
            _activity.SetTag(CodeConventions.ToolCallId, codeCall.IdempotencyKey);
            _activity.SetTag(SemanticConventions.ConversationId, codeCall.SessionId);
            _activity.SetTag(CodeConventions.ToolArguments, sensitive ? codeCall.Arguments.GetRawText() : null);
        }
    }

    internal void End(CallAnswer answer)
    {
        if (_activity is null)
        {
            return;
        }

        if (answer.Error is { } error)
        {
            _activity.SetTag(SemanticConventions.ErrorType, error.Kind.ToString());
            _activity.SetStatus(ActivityStatusCode.Error);
        }
        else if (answer.IsUnknown)
        {
            _activity.SetTag(SemanticConventions.ErrorType, nameof(CodeErrorKind.Cancelled));
            _activity.SetStatus(ActivityStatusCode.Error);
        }
        else if (_sensitive)
        {
            _activity.SetTag(CodeConventions.ToolResult, answer.Json);
        }

        _activity.Dispose();
    }
}
