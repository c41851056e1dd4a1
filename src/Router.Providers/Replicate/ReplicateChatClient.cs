using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>
/// Chat with one model at Replicate: the conversation becomes a prompt, the prediction's output the answer. Replicate tells no
/// reason for an end, so an answer that succeeded ends with <see cref="ChatFinishReason.Stop"/>, even one that max_tokens cut.
/// <see cref="ChatOptions.ModelId"/> is not read: the client serves the one model it was made for. Thread-safe.
/// </summary>
internal sealed class ReplicateChatClient : IChatClient
{
    private readonly ReplicateService _service;
    private readonly ReplicateModel _model;
    private readonly ReplicateChatInput _input;
    private readonly ChatClientMetadata _metadata;

    internal ReplicateChatClient(ReplicateService service, ReplicateModel model, string modelId)
    {
        _service = service;
        _model = model;
        _input = new ReplicateChatInput(service.Options.Fields);
        _metadata = new ChatClientMetadata(ReplicateDefaults.Name, service.Options.Endpoint, modelId);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        JsonObject input = await InputAsync(messages, options, cancellationToken).ConfigureAwait(false);
        using ReplicateRun run = await ReplicateRun.StartAsync(_service, _model, input, _service.Options.Wait, cancellationToken).ConfigureAwait(false);
        ReplicatePrediction prediction = await run.ResultAsync(soon: false, cancellationToken).ConfigureAwait(false);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, ReplicateOutput.Contents(ReplicateOutput.Pieces(prediction.Output!.Value))) { MessageId = prediction.Id })
        {
            ResponseId = prediction.Id,
            ModelId = prediction.Model ?? _model.Id,
            CreatedAt = prediction.CreatedAt,
            FinishReason = ChatFinishReason.Stop,
            Usage = ReplicateUsage.Read(prediction),
            RawRepresentation = prediction.Raw,
            AdditionalProperties = ReplicateProvenance.Of(prediction),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        JsonObject input = await InputAsync(messages, options, cancellationToken).ConfigureAwait(false);
        using ReplicateRun run = await ReplicateRun.StartAsync(_service, _model, input, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        ReplicateUpdates updates = new(run.Current, _model.Id);
        ReplicateTranscriber text = new();
        using (ReplicateStream stream = await ReplicateStream.OpenAsync(_service, run.Current, cancellationToken).ConfigureAwait(false))
        {
            while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false) is { } piece)
            {
                yield return updates.Output([text.Add(piece)]);
            }

            List<AIContent> rest = await ReplicateEnding.FinishAsync(run, stream, text, cancellationToken).ConfigureAwait(false);
            if (rest.Count > 0)
            {
                yield return updates.Output(rest);
            }
        }

        yield return updates.End(run.Current);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? ReplicateService.Classifier
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // Everything it holds is the provider's.
    }

    private async Task<JsonObject> InputAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        ReplicateChatInput.Check(options);
        ReplicateConversation conversation = ReplicateConversation.Read(messages, options?.Instructions);
        JsonObject input = _input.Map(conversation, options, this);
        if (conversation.Image is { } image && _service.Options.Fields.Name(ReplicateFields.Image) is { } field && !input.ContainsKey(field))
        {
            cancellationToken.ThrowIfCancellationRequested();
            input[field] = await _service.ReferenceAsync(image, cancellationToken).ConfigureAwait(false);
        }

        return input;
    }
}
