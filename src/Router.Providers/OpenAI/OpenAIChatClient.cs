using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;

namespace Router.Providers.OpenAI;

/// <summary>Chat with one model of an OpenAI-compatible server. Exactly one attempt per call. Thread-safe; owns nothing.</summary>
/// <remarks>
/// <see cref="ChatResponse.RawRepresentation"/> is the body as a <see cref="System.Text.Json.JsonElement"/>; an update has one only
/// where its chunk holds log probabilities. A stream that ends in <c>[DONE]</c> without a finish reason is whole, and has none.
/// </remarks>
internal sealed class OpenAIChatClient : IChatClient
{
    private readonly ChatCompletions _completions;
    private readonly ChatClientMetadata _metadata;

    internal OpenAIChatClient(ProviderSender sender, Uri endpoint, string model, ChatDialect dialect, ModelReference? reference = null)
    {
        _completions = new ChatCompletions(sender, Endpoint.At(endpoint, "chat/completions"), model, dialect, reference);
        _metadata = new ChatClientMetadata(OpenAIProviderType.TypeName, endpoint, model);
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _completions.GetAsync(this, messages, options, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _completions.StreamAsync(this, messages, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? OpenAIFailureClassifier.Instance
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The HttpClient is the provider's, shared by all its clients.
    }
}
