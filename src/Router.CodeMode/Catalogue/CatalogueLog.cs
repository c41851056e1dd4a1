using Microsoft.Extensions.Logging;

namespace Router.CodeMode.Catalogue;

/// <summary>The log messages of calls. Event ids are stable: 3200 to 3299.</summary>
internal static partial class CatalogueLog
{
    [LoggerMessage(3201, LogLevel.Warning, "A call of {Function} failed with {Exception}; the program is not told more than that it failed.")]
    internal static partial void CallFailed(this ILogger logger, string function, string exception);
}
