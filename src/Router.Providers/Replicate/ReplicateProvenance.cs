using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>
/// What an answer tells of where it came from. <c>version</c> is the version that ran: the pinned one at a community model, an
/// internal name or <c>hidden</c> at an official one. <c>predictionId</c> is the id to quote to Replicate's support.
/// </summary>
internal static class ReplicateProvenance
{
    internal const string Version = "version";
    internal const string PredictionId = "predictionId";

    internal static AdditionalPropertiesDictionary Of(ReplicatePrediction prediction)
    {
        AdditionalPropertiesDictionary properties = new() { [PredictionId] = prediction.Id };
        if (prediction.Version is { } version)
        {
            properties[Version] = version;
        }

        return properties;
    }
}
