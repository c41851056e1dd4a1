using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Router.Telemetry;

/// <summary>
/// Tells OpenTelemetry of every call to one provider: a CLIENT span <c>chat {model}</c> and the <c>gen_ai.client.*</c> metrics, by
/// the semantic conventions 1.41. It belongs directly around the provider's client, since provider, model and server are read from
/// that client's <see cref="ChatClientMetadata"/>. Does nothing, and costs nothing, while nobody listens. Thread-safe.
/// </summary>
public sealed class GenAITelemetryChatClient : DelegatingChatClient
{
    private readonly GenAIInstrument _instrument;
    private readonly bool _captureContent;

    /// <summary>Wraps a provider's client.</summary>
    /// <param name="innerClient">The provider's client.</param>
    /// <param name="options">What the spans hold; null for the defaults.</param>
    public GenAITelemetryChatClient(IChatClient innerClient, GenAITelemetryOptions? options = null)
        : base(innerClient)
    {
        options ??= new GenAITelemetryOptions();
        ChatClientMetadata? metadata = innerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        _instrument = new GenAIInstrument(
            SemanticConventions.ChatOperation, metadata?.ProviderName, metadata?.ProviderUri, metadata?.DefaultModelId, options.TimeProvider);
        _captureContent = options.CaptureContent;
    }

    /// <inheritdoc />
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GenAIInstrument.Enabled
            ? ObserveAsync(messages, options, cancellationToken)
            : InnerClient.GetResponseAsync(messages, options, cancellationToken);

    /// <inheritdoc />
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GenAIInstrument.Enabled
            ? ObserveStreamAsync(messages, options, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    /// <inheritdoc />
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ActivitySource) ? RouterDiagnostics.Source : base.GetService(serviceType, serviceKey);

    private async Task<ChatResponse> ObserveAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        GenAICall call = _instrument.Start(options?.ModelId);
        ChatTags.Request(call.Activity, messages, options, streaming: false, _captureContent);
        try
        {
            ChatResponse response = await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            ChatTags.Response(call.Activity, response, _captureContent);
            call.End(response.ModelId, response.Usage, null);
            return response;
        }
        catch (Exception exception)
        {
            call.End(null, null, exception);
            throw;
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ObserveStreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GenAICall call = _instrument.Start(options?.ModelId);
        ChatTags.Request(call.Activity, messages, options, streaming: true, _captureContent);
        StreamObserver observer = new(_captureContent);
        IAsyncEnumerator<ChatResponseUpdate>? inner = null;
        Exception? failure = null;
        try
        {
            while (true)
            {
                try
                {
                    inner ??= InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await inner.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                    throw;
                }

                call.Chunk();
                observer.Observe(inner.Current);
                yield return inner.Current;

                // The consumer's context, in which this resumes, does not hold the call's span.
                Activity.Current = call.Activity ?? Activity.Current;
            }
        }
        finally
        {
            try
            {
                if (inner is not null)
                {
                    await inner.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                ChatTags.Response(call.Activity, observer.ToResponse(), _captureContent);
                call.End(observer.ModelId, observer.Usage, failure);
            }
        }
    }
}
