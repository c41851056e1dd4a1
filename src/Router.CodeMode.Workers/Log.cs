using Microsoft.Extensions.Logging;

namespace Router.CodeMode.Workers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "workerd process {ProcessId} is ready, with {HeapMegabytes} MB of heap.")]
    public static partial void Started(ILogger logger, int processId, int heapMegabytes);

    [LoggerMessage(2, LogLevel.Debug, "workerd process {ProcessId} was replaced after {Runs} programs.")]
    public static partial void Recycled(ILogger logger, int processId, int runs);

    [LoggerMessage(3, LogLevel.Warning, "No workerd process could be kept ready.")]
    public static partial void NotWarm(ILogger logger, Exception exception);
}
