using Microsoft.Extensions.Logging;

namespace Router.Routing.Mirroring;

/// <summary>The log messages of mirrors. Event ids are stable: 1080 to 1089.</summary>
internal static partial class MirrorLog
{
    [LoggerMessage(1080, LogLevel.Information, "Route {Route}: its mirror {Mirror} could not answer: {Error}.")]
    internal static partial void MirrorFailed(this ILogger logger, string route, string mirror, string error);

    [LoggerMessage(1081, LogLevel.Debug, "Route {Route}: not mirrored to {Mirror}: {Outcome}.")]
    internal static partial void NotMirrored(this ILogger logger, string route, string mirror, string outcome);

    [LoggerMessage(1082, LogLevel.Error, "Route {Route}: mirroring to {Mirror} broke with {Exception}. The request itself is not affected.")]
    internal static partial void MirrorBroke(this ILogger logger, string route, string mirror, string exception);

    [LoggerMessage(1083, LogLevel.Warning, "Cancelling mirrored requests failed with {Exception}.")]
    internal static partial void StopFailed(this ILogger logger, string exception);

    [LoggerMessage(1084, LogLevel.Warning, "{Count} mirrored requests did not end when cancelled, and are left behind.")]
    internal static partial void StillRunning(this ILogger logger, int count);
}
