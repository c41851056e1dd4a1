using Microsoft.Extensions.Logging;

namespace Router.Providers.Replicate;

/// <summary>The provider's log messages: ids and classes, no content.</summary>
internal static partial class ReplicateLog
{
    [LoggerMessage(1, LogLevel.Debug, "Replicate prediction {PredictionId} cancelled: its result is not wanted any more.")]
    internal static partial void Cancelled(ILogger logger, string predictionId);

    [LoggerMessage(2, LogLevel.Warning, "Replicate prediction {PredictionId} could not be cancelled ({Reason}); it may run on and be billed.")]
    internal static partial void CancelFailed(ILogger logger, string predictionId, string reason);

    [LoggerMessage(3, LogLevel.Warning,
        "A Replicate create call was given up and did not come back ({Reason}); the prediction it may have started is unknown and cannot be cancelled.")]
    internal static partial void CreateLost(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Debug, "Replicate prediction {PredictionId} did not answer a status request ({Reason}); asking again.")]
    internal static partial void PollFailed(ILogger logger, string predictionId, string reason);

    [LoggerMessage(5, LogLevel.Debug, "Replicate prediction {PredictionId} is polled instead of streamed ({Reason}).")]
    internal static partial void NotStreamed(ILogger logger, string predictionId, string reason);

    [LoggerMessage(6, LogLevel.Debug, "Replicate prediction {PredictionId} had ended when its create call, given up before, came back.")]
    internal static partial void EndedUnwanted(ILogger logger, string predictionId);
}
