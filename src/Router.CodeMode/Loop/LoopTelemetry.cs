using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.CodeMode.Results;
using Router.Telemetry;

namespace Router.CodeMode.Loop;

/// <summary>The spans of the loop, by the semantic conventions for generative models 1.41.</summary>
internal sealed class LoopTelemetry(ActivitySource source, bool captureContent, TimeProvider clock, ICodeModeObserver? observer)
{
    private const string Orchestrate = "orchestrate_tools";
    private const string ExecuteTool = "execute_tool";
    private const string OperationName = "gen_ai.operation.name";

    /// <summary>Where nobody below has a source.</summary>
    internal static ActivitySource Fallback { get; } = new(RouterDiagnostics.SourceName);

    /// <summary>The span around all rounds of a request. Null: nobody listens, or an agent's own span is it.</summary>
    internal Activity? StartRequest(CodeModeReport? report)
    {
        string? current = Activity.Current?.DisplayName;
        if (current is not null && (IsNamed(current, "invoke_agent") || IsNamed(current, "invoke_workflow")))
        {
            return null;
        }

        Activity? activity = source.StartActivity(Orchestrate, ActivityKind.Internal);
        activity?.SetTag(OperationName, Orchestrate);
        if (report is not null && activity is not null)
        {
            activity.SetTag("router.code_mode.policy", report.Policy.ToString());
            activity.SetTag("router.code_mode.active", report.Active);
            activity.SetTag("router.code_mode.functions", report.Functions);
        }

        return activity;
    }

    internal static void EndRequest(Activity? activity, UsageDetails? usage)
    {
        activity?.SetTag("gen_ai.usage.input_tokens", usage?.InputTokenCount);
        activity?.SetTag("gen_ai.usage.output_tokens", usage?.OutputTokenCount);
    }

    internal Activity? StartTool(FunctionCallContent call, AITool tool)
    {
        Activity? activity = source.StartActivity($"{ExecuteTool} {tool.Name}", ActivityKind.Internal);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(OperationName, ExecuteTool);
            activity.SetTag("gen_ai.tool.type", "function");
            activity.SetTag("gen_ai.tool.call.id", call.CallId);
            activity.SetTag("gen_ai.tool.name", tool.Name);
            activity.SetTag("gen_ai.tool.description", tool.Description.Length > 0 ? tool.Description : null);
            if (captureContent && call.Arguments is { } arguments)
            {
                activity.SetTag("gen_ai.tool.call.arguments", Safely(() => ArgumentJson.Write(arguments)));
            }
        }

        return activity;
    }

    internal void EndTool(Activity? activity, object? result)
    {
        if (captureContent && activity is { IsAllDataRequested: true } && result is not null)
        {
            activity.SetTag("gen_ai.tool.call.result", result as string ?? Safely(() => ArgumentJson.Write([new("result", result)])));
        }
    }

    internal static void FailTool(Activity? activity, Exception exception)
    {
        // The message of an exception may hold what the span must not.
        activity?.SetTag("error.type", exception.GetType().FullName);
        activity?.SetStatus(ActivityStatusCode.Error);
    }

    internal static void FailProgram(Activity? activity) => activity?.SetTag("error.type", "program").SetStatus(ActivityStatusCode.Error);

    /// <summary>Tells the observer of a call that the model made itself.</summary>
    internal void Observe(FunctionCallContent call, string? sessionId, object? result, Exception? failure, long startedAt)
    {
        if (observer is null)
        {
            return;
        }

        string arguments = Safely(() => ArgumentJson.Write(call.Arguments ?? new Dictionary<string, object?>())) ?? "{}";
        observer.OnCall(new CodeModeCallPoint
        {
            Tool = call.Name,
            SessionId = sessionId,
            InputShape = JsonShape.OfArguments(ModelJson.Parse($"[{arguments}]")),
            InputTokens = EstimatingTokenCounter.Instance.Count(arguments),
            OutputTokens = result is null ? 0 : EstimatingTokenCounter.Instance.Count(result as string ?? Safely(() => ArgumentJson.Write([new("result", result)])) ?? string.Empty),
            Latency = clock.GetElapsedTime(startedAt),
            Error = failure?.GetType().Name,
        });
    }

    private static bool IsNamed(string displayName, string operation) =>
        displayName.StartsWith(operation, StringComparison.Ordinal) && (displayName.Length == operation.Length || displayName[operation.Length] == ' ');

    // Telemetry breaks no request: a value that cannot be written is not shown.
    private static string? Safely(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }
}
