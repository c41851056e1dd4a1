using Microsoft.Extensions.AI;

namespace Router.Telemetry;

/// <summary>What a span needs to know of a stream, gathered update by update. Keeps the updates themselves only to record content.</summary>
internal sealed class StreamObserver(bool captureContent)
{
    private readonly List<ChatResponseUpdate>? _updates = captureContent ? [] : null;
    private ChatFinishReason? _finishReason;
    private string? _responseId;

    internal string? ModelId { get; private set; }

    internal UsageDetails? Usage { get; private set; }

    internal void Observe(ChatResponseUpdate? update)
    {
        // Null breaks the contract; that is for whoever reads the stream to say.
        if (update is null)
        {
            return;
        }

        _updates?.Add(update);
        _finishReason = update.FinishReason ?? _finishReason;
        _responseId = update.ResponseId ?? _responseId;
        ModelId = update.ModelId ?? ModelId;
        foreach (AIContent content in update.Contents)
        {
            if (content is UsageContent usage)
            {
                (Usage ??= new UsageDetails()).Add(usage.Details);
            }
        }
    }

    /// <summary>The response as far as its span shows it.</summary>
    internal ChatResponse ToResponse() => new(_updates?.ToChatResponse().Messages)
    {
        ResponseId = _responseId,
        ModelId = ModelId,
        FinishReason = _finishReason,
    };
}
