using Microsoft.Extensions.Logging;

namespace Router;

/// <summary>The log messages of configuration in force. Event ids are stable: 1100 to 1199.</summary>
internal static partial class ModelRouterLog
{
    [LoggerMessage(1101, LogLevel.Error, "The changed configuration cannot be used; the previous one stays in force. {Errors}")]
    internal static partial void ReloadFailed(this ILogger logger, string errors);

    [LoggerMessage(1102, LogLevel.Information, "The changed configuration is in force: {Routes} routes.")]
    internal static partial void ConfigurationReloaded(this ILogger logger, int routes);

    [LoggerMessage(1103, LogLevel.Warning, "{Warning}")]
    internal static partial void ConfigurationWarned(this ILogger logger, string warning);

    [LoggerMessage(1104, LogLevel.Warning, "The provider '{Provider}' is out of use and could not be disposed: {Exception}.")]
    internal static partial void DisposeFailed(this ILogger logger, string provider, string exception);
}
