using Microsoft.Extensions.Logging;

namespace Router.Admission;

/// <summary>The log messages of admission. Event ids are stable: 1200 to 1299.</summary>
internal static partial class AdmissionLog
{
    [LoggerMessage(1201, LogLevel.Error, "The admission store is away ({Exception}): limits hold at this process's share or let nothing through, as each says.")]
    internal static partial void StoreAway(this ILogger logger, string exception);

    [LoggerMessage(1202, LogLevel.Information, "The admission store is back.")]
    internal static partial void StoreBack(this ILogger logger);

    [LoggerMessage(
        1203, LogLevel.Error, "A settlement of the reservation {Reservation} was given up after {Seconds} s: {MicroDollars} micro-dollars are not booked.")]
    internal static partial void SettlementGivenUp(this ILogger logger, string reservation, double seconds, long microDollars);

    [LoggerMessage(1204, LogLevel.Error, "The admission store is too far behind, or gone: settlements are lost until it is back.")]
    internal static partial void SettlementsOverflow(this ILogger logger);

    [LoggerMessage(1205, LogLevel.Warning, "A subscriber of budget events threw {Exception}.")]
    internal static partial void SubscriberFailed(this ILogger logger, string exception);

    [LoggerMessage(1206, LogLevel.Warning, "The limiter of the application threw {Exception}; it lets nothing through.")]
    internal static partial void LimiterFailed(this ILogger logger, string exception);

    [LoggerMessage(1207, LogLevel.Warning, "The admission store that is out of use could not be disposed: {Exception}.")]
    internal static partial void StoreDisposeFailed(this ILogger logger, string exception);
}
