using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>Makes the updates of one streamed answer. For one request; not thread-safe.</summary>
internal sealed class ReplicateUpdates(ReplicatePrediction created, string modelId)
{
    private AdditionalPropertiesDictionary? _provenance = ReplicateProvenance.Of(created);

    /// <summary>Output. The first such update tells where the answer comes from.</summary>
    internal ChatResponseUpdate Output(IList<AIContent> contents)
    {
        ChatResponseUpdate update = Update(created, contents);
        update.MessageId = created.Id;
        update.AdditionalProperties = _provenance;
        _provenance = null;
        return update;
    }

    /// <summary>
    /// The end: reason and usage. Without a message id, so that its properties become those of the response and not of the message.
    /// </summary>
    internal ChatResponseUpdate End(ReplicatePrediction prediction)
    {
        ChatResponseUpdate update = Update(
            prediction, ReplicateUsage.Read(prediction) is { } usage ? [new UsageContent(usage)] : []);
        update.FinishReason = ChatFinishReason.Stop;
        update.RawRepresentation = prediction.Raw;
        update.AdditionalProperties = ReplicateProvenance.Of(prediction);
        return update;
    }

    private ChatResponseUpdate Update(ReplicatePrediction prediction, IList<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = created.Id,
        ModelId = prediction.Model ?? modelId,
        CreatedAt = created.CreatedAt,
    };
}
