using Microsoft.Extensions.Logging;

namespace Router.Pinning;

/// <summary>The log messages of pinning. Event ids are stable: 1300 to 1399.</summary>
internal static partial class PinningLog
{
    [LoggerMessage(1301, LogLevel.Warning, "{Provider}: {Model} pinned to {Pinned} was answered by {Served}.")]
    internal static partial void VersionDiffers(this ILogger logger, string? provider, string model, string? pinned, string? served);

    [LoggerMessage(1302, LogLevel.Warning, "{Provider}: the answer to {Model} pinned to {Pinned} does not say which version served it.")]
    internal static partial void VersionUnnamed(this ILogger logger, string? provider, string model, string? pinned);
}
