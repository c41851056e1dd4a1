namespace Router.CodeMode.Telemetry;

/// <summary>The names that runs add to those of <see cref="Router.Telemetry.SemanticConventions"/>.</summary>
internal static class CodeConventions
{
    internal const string RunOperation = "execute_code";
    internal const string ToolOperation = "execute_tool";

    internal const string ToolName = "gen_ai.tool.name";
    internal const string ToolType = "gen_ai.tool.type";
    internal const string ToolCallId = "gen_ai.tool.call.id";
    internal const string ToolArguments = "gen_ai.tool.call.arguments";
    internal const string ToolResult = "gen_ai.tool.call.result";
    internal const string FunctionType = "function";

    internal const string Engine = "router.code.engine";
    internal const string RunId = "router.code.run_id";
    internal const string Status = "router.code.status";
    internal const string CpuMilliseconds = "router.code.cpu_ms";
    internal const string Calls = "router.code.calls";
    internal const string Replayed = "router.code.replayed";
    internal const string Slices = "router.code.slices";
    internal const string MemoryBytes = "router.code.memory_bytes";
    internal const string Source = "router.code.source";
    internal const string Value = "router.code.value";
    internal const string Number = "router.code.call.number";
    internal const string Limit = "router.code.limit";
    internal const string InDoubt = "router.code.in_doubt";
    internal const string CallStatus = "router.code.call.status";

    internal const string LimitEvent = "router.code.limit_hit";
    internal const string CheckpointEvent = "router.code.checkpoint";
    internal const string ReplayEvent = "router.code.replay";
    internal const string SuspendedEvent = "router.code.suspended";
    internal const string InDoubtEvent = "router.code.in_doubt";

    internal const string RunDuration = "router.code.run.duration";
    internal const string CallCount = "router.code.call.count";
    internal const string SuspensionCount = "router.code.suspension.count";
}
