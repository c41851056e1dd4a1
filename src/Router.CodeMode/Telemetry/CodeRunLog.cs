using Microsoft.Extensions.Logging;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Telemetry;

/// <summary>The log messages of runs. Event ids are stable: 1500 to 1599. None holds what a program says or is told.</summary>
internal static partial class CodeRunLog
{
    [LoggerMessage(1500, LogLevel.Debug, "Run {RunId} ended: {Status} {Kind} after {Milliseconds:0} ms and {Calls} calls.")]
    internal static partial void RunEnded(
        this ILogger logger, string runId, CodeStatus status, CodeErrorKind? kind, double milliseconds, int calls);

    [LoggerMessage(1501, LogLevel.Warning, "Run {RunId}: call {Number} of {Function} failed with {Exception}.")]
    internal static partial void CallFailed(this ILogger logger, string runId, int number, string function, string exception);

    [LoggerMessage(1502, LogLevel.Debug, "Run {RunId}: call {Number} of {Function} said: {Message}")]
    internal static partial void CallFailedSensitive(this ILogger logger, string runId, int number, string function, string message);

    [LoggerMessage(1503, LogLevel.Error, "Run {RunId}: the engine {Engine} failed with {Exception}.")]
    internal static partial void EngineFailed(this ILogger logger, string runId, string engine, string exception);

    [LoggerMessage(1504, LogLevel.Error, "Run {RunId}: the engine {Engine} did not halt in {Seconds} s; it was left behind.")]
    internal static partial void EngineStuck(this ILogger logger, string runId, string engine, double seconds);

    [LoggerMessage(1505, LogLevel.Error, "Run {RunId}: the store failed with {Exception}; the run makes no further call.")]
    internal static partial void StoreFailed(this ILogger logger, string runId, string exception);

    [LoggerMessage(1506, LogLevel.Error, "Run {RunId} is held by another by now, or gone; it makes no further call here.")]
    internal static partial void RunLost(this ILogger logger, string runId);

    [LoggerMessage(1507, LogLevel.Warning, "Run {RunId}: its checkpoint cannot be used ({Reason}); its journal is repeated.")]
    internal static partial void CheckpointUnusable(this ILogger logger, string runId, string reason);

    [LoggerMessage(1508, LogLevel.Error, "Run {RunId}: {Calls} calls are in doubt: nobody knows whether they took effect.")]
    internal static partial void CallsInDoubt(this ILogger logger, string runId, int calls);

    [LoggerMessage(1509, LogLevel.Warning, "Run {RunId}: the application's {Callback} threw {Exception}.")]
    internal static partial void CallbackFailed(this ILogger logger, string runId, string callback, string exception);

    [LoggerMessage(1510, LogLevel.Warning, "Run {RunId} has ended but could not be taken out of the store: {Exception}.")]
    internal static partial void ClosingFailed(this ILogger logger, string runId, string exception);

    [LoggerMessage(1511, LogLevel.Information, "Run {RunId} sleeps: {Approvals} calls wait for a decision, {Pending} for a result.")]
    internal static partial void RunSuspended(this ILogger logger, string runId, int approvals, int pending);

    [LoggerMessage(1513, LogLevel.Warning, "Run {RunId} sleeps but could not be let go: {Exception}. It can be woken when its hold has run out.")]
    internal static partial void ReleaseFailed(this ILogger logger, string runId, string exception);

    [LoggerMessage(1512, LogLevel.Information, "Run {RunId} wakes: {Calls} calls are known, {Events} events repeated.")]
    internal static partial void RunWoken(this ILogger logger, string runId, int calls, int events);
}
