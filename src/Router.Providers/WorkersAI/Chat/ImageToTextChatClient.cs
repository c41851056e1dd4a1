using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>
/// Chat with a model that describes one image: it is sent the conversation's last image and the question, and answers in one
/// piece, streamed or not. Exactly one attempt per call. Thread-safe; owns nothing.
/// </summary>
internal sealed class ImageToTextChatClient(WorkersAIConnection connection, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(WorkersAIProviderType.ProviderName, connection.Address, model);

    /// <exception cref="ArgumentException">The conversation holds no image, or one by its address alone.</exception>
    /// <exception cref="NotSupportedException">Functions are offered, or JSON is asked for: the model knows neither.</exception>
    /// <exception cref="ProviderException">The provider failed, or sent no usable answer.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string name = options?.ModelId ?? model;
        ChatOptions fitted = ChatOptionsFitter.Fit(options, ModelTable.Of(name), ChatEndpoint.Run);
        WorkersAIAnswers extension = new(name);
        HttpRequestMessage request = new(HttpMethod.Post, connection.Run(name))
        {
            Content = ImageToTextContent.Build(messages, fitted),
        };
        extension.Prepare(request, options);
        using ProviderResponse response = await connection.Sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        using PooledBuffer body = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        ChatResponse answer = new ChatAnswerReader(new ChatDialect { Extension = extension }).ReadWhole(body.Span, response);
        answer.FinishReason = AnswerFinish.Of(answer, ChatOptionsFitter.Limit(fitted));
        return answer;
    }

    /// <inheritdoc cref="GetResponseAsync" />
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? connection.Classifier
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The HTTP client is the application's.
    }
}
