using Microsoft.Extensions.Logging;
using Router.Resilience;

namespace Router.Routing;

/// <summary>The log messages of routing. Event ids are stable: 1000 to 1099.</summary>
internal static partial class RouteLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Route {Route}: {Target} failed: {Class} {StatusCode} {Code} after {Milliseconds:0} ms.")]
    internal static partial void AttemptFailed(
        this ILogger logger, string route, string target, FailureClass @class, int? statusCode, string? code, double milliseconds);

    [LoggerMessage(1002, LogLevel.Information, "Route {Route}: falling back from {From} to {To}.")]
    internal static partial void FellBack(this ILogger logger, string route, string from, string to);

    [LoggerMessage(1003, LogLevel.Debug, "Route {Route}: {Target} skipped ({Reason}): {Detail}.")]
    internal static partial void TargetSkipped(this ILogger logger, string route, string target, SkipReason reason, string detail);

    [LoggerMessage(1004, LogLevel.Debug, "Route {Route}: asking {Target} again in {Milliseconds:0} ms.")]
    internal static partial void Retrying(this ILogger logger, string route, string target, double milliseconds);

    [LoggerMessage(1005, LogLevel.Debug, "Route {Route}: waiting {Milliseconds:0} ms for the soonest target.")]
    internal static partial void Waiting(this ILogger logger, string route, double milliseconds);

    [LoggerMessage(1006, LogLevel.Error, "Route {Route} could not answer: {Class} after {Attempts} attempts and {Milliseconds:0} ms.")]
    internal static partial void RouteFailed(this ILogger logger, string route, FailureClass @class, int attempts, double milliseconds);

    [LoggerMessage(1007, LogLevel.Error, "Provider {Provider} refused its credential for {Target}: {StatusCode} {Code}. Its targets are left alone.")]
    internal static partial void CredentialRefused(this ILogger logger, string provider, string target, int? statusCode, string? code);

    [LoggerMessage(1008, LogLevel.Warning, "{Target} is left alone for {Seconds:0.#} s after {Class}.")]
    internal static partial void TargetShut(this ILogger logger, string target, FailureClass @class, double seconds);

    [LoggerMessage(1009, LogLevel.Debug, "Closing the stream of {Target} failed with {Exception}.")]
    internal static partial void CloseFailed(this ILogger logger, string target, string exception);

    [LoggerMessage(1011, LogLevel.Debug, "Route {Route}: {Slow} is slow to begin, {Further} starts beside it.")]
    internal static partial void Hedged(this ILogger logger, string route, string slow, string further);

    [LoggerMessage(1012, LogLevel.Debug, "The attempt of {Target}, which had lost already, ended with {Exception}.")]
    internal static partial void LoserFailed(this ILogger logger, string target, string exception);

    [LoggerMessage(1010, LogLevel.Error, "The classifier of {Target} itself failed with {Exception}; the failure is taken by its status.")]
    internal static partial void ClassifierFailed(this ILogger logger, string target, string exception);
}
