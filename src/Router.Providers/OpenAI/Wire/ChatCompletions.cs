using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Chat completions over HTTP, in a dialect: one attempt per call. Thread-safe.
/// </summary>
/// <remarks>
/// A call that dies unanswered is not reported in doubt: a server stops generating when its connection is gone, so that a
/// repetition costs a prompt at most.
/// </remarks>
internal sealed class ChatCompletions
{
    private readonly ProviderSender _sender;
    private readonly Uri _address;
    private readonly string _model;
    private readonly ModelReference _reference;
    private readonly ChatRequestWriter _requests;
    private readonly ChatAnswerReader _answers;
    private readonly ChatExtension? _extension;

    /// <summary>Makes a caller.</summary>
    /// <param name="sender">Sends, and words failures.</param>
    /// <param name="address">The whole address, such as <c>https://api.openai.com/v1/chat/completions</c>.</param>
    /// <param name="model">The model where the options name none.</param>
    /// <param name="dialect">Where this server differs.</param>
    /// <param name="reference">The model as its target names it, under which its limits are told; null: by its name.</param>
    internal ChatCompletions(ProviderSender sender, Uri address, string model, ChatDialect dialect, ModelReference? reference = null)
    {
        _sender = sender;
        _address = address;
        _model = model;
        _reference = reference ?? new ModelReference(model);
        _requests = new ChatRequestWriter(dialect);
        _answers = new ChatAnswerReader(dialect);
        _extension = dialect.Extension;
    }

    /// <summary>Asks and waits for the whole answer.</summary>
    internal async Task<ChatResponse> GetAsync(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using ProviderResponse response =
            await SendAsync(client, messages, options, stream: false, cancellationToken).ConfigureAwait(false);
        using PooledBuffer body = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return _answers.ReadWhole(body.Span, response);
    }

    /// <summary>Asks and hands the answer on as it comes.</summary>
    internal async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using ProviderResponse response =
            await SendAsync(client, messages, options, stream: true, cancellationToken).ConfigureAwait(false);
        (ChatResponse? whole, SseReader? events) = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in whole?.ToChatResponseUpdates() ?? [])
        {
            yield return update;
        }

        if (events is null)
        {
            yield break;
        }

        using (events)
        {
            ChatStream stream = new(response, _answers);
            while (await events.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (stream.Take(events) is { } update)
                {
                    yield return update;
                }
            }

            if (stream.End(events) is { } last)
            {
                yield return last;
            }
        }
    }

    private Task<ProviderResponse> SendAsync(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Post, _address)
        {
            Content = _requests.Write(client, _model, messages, options, stream),
        };
        _extension?.Prepare(request, options);
        return _sender.SendAsync(request, billed: false, cancellationToken, Asked(options));
    }

    private ModelReference Asked(ChatOptions? options) =>
        options?.ModelId is { } id && id != _model ? new ModelReference(id) : _reference;

    /// <summary>
    /// The events of an answer, or the answer itself: some servers answer a streaming request whole, and some mislabel their
    /// stream. What is not declared a stream is therefore read whole and looked at.
    /// </summary>
    private async Task<(ChatResponse? Whole, SseReader? Events)> OpenAsync(ProviderResponse response, CancellationToken cancellationToken)
    {
        if (response.IsEventStream)
        {
            return (null, await response.ReadEventsAsync(SseOptions.Json, cancellationToken).ConfigureAwait(false));
        }

        using PooledBuffer body = await response.ReadAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlySpan<byte> text = body.Span.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("data:"u8) || text.StartsWith("event:"u8) || text.StartsWith(":"u8))
        {
            return (null, response.ReadEvents(new MemoryStream(body.Span.ToArray()), SseOptions.Json));
        }

        response.EnsureJson(body);
        return (_answers.ReadWhole(body.Span, response), null);
    }
}
