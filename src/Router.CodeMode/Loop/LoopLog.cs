using Microsoft.Extensions.Logging;

namespace Router.CodeMode.Loop;

/// <summary>The log messages of the loop. Event ids are stable: 1500 to 1519. Contents are logged at Trace alone.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(1500, LogLevel.Debug, "Calling {Tool}.")]
    internal static partial void Calling(this ILogger logger, string tool);

    [LoggerMessage(1501, LogLevel.Trace, "Calling {Tool} with {Arguments}.")]
    internal static partial void CallingWith(this ILogger logger, string tool, string arguments);

    [LoggerMessage(1502, LogLevel.Debug, "{Tool} answered after {Milliseconds:0} ms.")]
    internal static partial void Answered(this ILogger logger, string tool, double milliseconds);

    [LoggerMessage(1503, LogLevel.Trace, "{Tool} answered {Result}.")]
    internal static partial void AnsweredWith(this ILogger logger, string tool, string? result);

    [LoggerMessage(1504, LogLevel.Error, "{Tool} failed.")]
    internal static partial void Failed(this ILogger logger, Exception exception, string tool);

    [LoggerMessage(1505, LogLevel.Debug, "{Tool} was cancelled.")]
    internal static partial void Cancelled(this ILogger logger, string tool);

    [LoggerMessage(1506, LogLevel.Warning, "The model called {Tool}, which does not exist.")]
    internal static partial void NotFound(this ILogger logger, string tool);

    [LoggerMessage(1507, LogLevel.Warning, "{Limit} rounds with failed tools in a row are allowed; this is one more. The request ends.")]
    internal static partial void ErrorLimit(this ILogger logger, int limit);

    [LoggerMessage(1508, LogLevel.Debug, "Round {Round} was the last: its calls are handed to the caller.")]
    internal static partial void RoundLimit(this ILogger logger, int round);

    [LoggerMessage(1509, LogLevel.Debug, "Code Mode: policy {Policy}, active {Active}: {Reason}.")]
    internal static partial void Planned(this ILogger logger, CodeModePolicy policy, bool active, string reason);

    [LoggerMessage(1510, LogLevel.Warning, "The model called {Tool} as a tool; it was told how programs call it.")]
    internal static partial void Misdirected(this ILogger logger, string tool);
}
