using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.OpenAI.Wire;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>
/// Chat with one text or vision model. Exactly one attempt per call. JSON mode does not stream at the older models: there the
/// answer is fetched whole and handed out as updates. A <see cref="ChatOptions.ConversationId"/> becomes the session affinity.
/// Thread-safe; owns nothing.
/// </summary>
internal sealed class WorkersAIChatClient : IChatClient
{
    private readonly WorkersAIConnection _connection;
    private readonly string _model;
    private readonly ModelTraits _traits;
    private readonly ChatCompletions _run;
    private readonly ChatCompletions _openAI;
    private readonly ChatClientMetadata _metadata;

    internal WorkersAIChatClient(WorkersAIConnection connection, string model)
    {
        _connection = connection;
        _model = model;
        _traits = ModelTable.Of(model);
        _run = Wire(ChatEndpoint.Run, model, _traits);
        _openAI = Wire(ChatEndpoint.OpenAI, model, _traits);
        _metadata = new ChatClientMetadata(WorkersAIProviderType.ProviderName, connection.Address, model);
    }

    /// <exception cref="ArgumentException">A message holds what cannot be sent, such as an image by its address.</exception>
    /// <exception cref="ProviderException">The provider failed, or sent no usable answer.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        (ChatCompletions wire, ModelTraits traits, ChatEndpoint endpoint) = Choose(options);
        Conversation conversation = new(messages, traits);
        ChatOptions fitted = ChatOptionsFitter.Fit(options, traits, endpoint);
        ChatResponse response = await wire.GetAsync(this, conversation.Messages, fitted, cancellationToken).ConfigureAwait(false);
        foreach (ChatMessage message in response.Messages)
        {
            RenameCalls(message.Contents, conversation);
        }

        response.FinishReason = AnswerFinish.Of(response, ChatOptionsFitter.Limit(fitted));
        return response;
    }

    /// <inheritdoc cref="GetResponseAsync" />
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        (ChatCompletions wire, ModelTraits traits, ChatEndpoint endpoint) = Choose(options);
        if (traits.Chat is ChatForm.Native && ChatPlan.HasSchema(options))
        {
            ChatResponse whole = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            foreach (ChatResponseUpdate update in whole.ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        Conversation conversation = new(messages, traits);
        ChatOptions fitted = ChatOptionsFitter.Fit(options, traits, endpoint);
        AnswerFinish finish = new(ChatOptionsFitter.Limit(fitted));
        ChatResponseUpdate? last = null;
        IAsyncEnumerable<ChatResponseUpdate> updates = wire.StreamAsync(this, conversation.Messages, fitted, cancellationToken);
        await foreach (ChatResponseUpdate update in updates.ConfigureAwait(false))
        {
            RenameCalls(update.Contents, conversation);
            finish.Note(update);
            last = update;
            yield return update;
        }

        if (finish.Missing is { } missing)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [])
            {
                ResponseId = last?.ResponseId,
                ModelId = last?.ModelId,
                FinishReason = missing,
            };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? _connection.Classifier
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The HTTP client is the application's.
    }

    private static void RenameCalls(IList<AIContent> contents, Conversation conversation)
    {
        for (int index = 0; index < contents.Count; index++)
        {
            if (contents[index] is FunctionCallContent call)
            {
                contents[index] = conversation.Outward(call);
            }
        }
    }

    private (ChatCompletions Wire, ModelTraits Traits, ChatEndpoint Endpoint) Choose(ChatOptions? options)
    {
        string model = options?.ModelId ?? _model;
        ModelTraits traits = model == _model ? _traits : ModelTable.Of(model);
        ChatEndpoint endpoint = ChatPlan.Endpoint(_connection.Api, traits, options);
        ChatCompletions wire = model != _model ? Wire(endpoint, model, traits)
            : endpoint is ChatEndpoint.Run ? _run
            : _openAI;
        return (wire, traits, endpoint);
    }

    private ChatCompletions Wire(ChatEndpoint endpoint, string model, ModelTraits traits) => new(
        _connection.Sender,
        endpoint is ChatEndpoint.Run ? _connection.Run(model) : _connection.ChatCompletions,
        model,
        ChatPlan.Dialect(endpoint, model, traits));
}
