using Microsoft.Extensions.Logging;

namespace Router.Caching;

/// <summary>The log messages of the cache. Event ids are stable: 1400 to 1449.</summary>
internal static partial class CacheLog
{
    [LoggerMessage(1400, LogLevel.Warning, "The distributed cache failed with {Exception}: requests go on without it.")]
    internal static partial void StoreFailed(ILogger logger, string exception);

    [LoggerMessage(1401, LogLevel.Information, "The distributed cache answers again.")]
    internal static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(1402, LogLevel.Debug, "A cached answer could not be read ({Exception}) and is taken for none.")]
    internal static partial void EntryUnreadable(ILogger logger, string exception);

    [LoggerMessage(1403, LogLevel.Debug, "An answer was not kept: {Reason}.")]
    internal static partial void NotKept(ILogger logger, string reason);
}
