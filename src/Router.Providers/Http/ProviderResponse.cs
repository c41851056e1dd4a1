using System.Net.Http.Headers;
using Router.Adapters;

namespace Router.Providers.Http;

/// <summary>A success answer with its body unread. Disposing it aborts what is still under way. Not thread-safe.</summary>
internal sealed class ProviderResponse : IDisposable
{
    /// <summary>The longest body that is read whole, unless the caller says otherwise. 64 MiB: images come as base64.</summary>
    internal const int MaxBody = 64 * 1024 * 1024;

    private readonly ProviderSender _sender;
    private readonly HttpRequestMessage _request;
    private readonly HttpResponseMessage _response;

    internal ProviderResponse(ProviderSender sender, HttpRequestMessage request, HttpResponseMessage response, bool billed)
    {
        _sender = sender;
        _request = request;
        _response = response;
        Billed = billed;
    }

    internal int StatusCode => (int)_response.StatusCode;

    internal HttpResponseHeaders Headers => _response.Headers;

    /// <summary>The provider's id of the request; null where it gave none.</summary>
    internal string? RequestId => _sender.RequestIdOf(_response.Headers);

    /// <summary>The media type as declared, also where what follows it is not well formed; null where there is none.</summary>
    internal string? MediaType => _response.Content.Headers.ContentType?.MediaType
        ?? HeaderText.First(_response.Content.Headers, "Content-Type")?.Split(';', ',')[0].TrimEnd();

    /// <summary>Whether a server-sent event stream is declared.</summary>
    internal bool IsEventStream => string.Equals(MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the request started work that costs by itself.</summary>
    internal bool Billed { get; }

    /// <summary>The body, to be read as it comes. Reading failures surface as <see cref="IOException"/>.</summary>
    internal Task<Stream> OpenAsync(CancellationToken cancellationToken) => _response.Content.ReadAsStreamAsync(cancellationToken);

    /// <summary>The whole body, whatever it is. The caller disposes it.</summary>
    /// <exception cref="ProviderException">Malformed: it broke off, is empty, or is longer than <paramref name="limit"/> bytes.</exception>
    internal async Task<PooledBuffer> ReadAsync(CancellationToken cancellationToken, int limit = MaxBody)
    {
        // A stated length is believed for sizing the buffer up to a point: it is the provider's word.
        long stated = _response.Content.Headers.ContentLength ?? 0;
        PooledBuffer body = new((int)Math.Clamp(stated + 1, 2048, 1024 * 1024));
        try
        {
            Stream stream = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                if (!await BodyReader.FillAsync(stream, body, limit, cancellationToken).ConfigureAwait(false))
                {
                    throw _sender.Malformed("sent an answer that is too long", this);
                }
            }

            if (body.Length == 0)
            {
                throw _sender.Malformed("sent an empty answer", this);
            }

            return body;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            body.Dispose();
            throw _sender.Malformed("broke off in the middle of its answer", this, exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The whole body, made sure to look like JSON: not empty, not HTML, not the like. The caller disposes it. The declared type
    /// is not asked, because servers mislabel JSON; the first byte is.
    /// </summary>
    /// <exception cref="ProviderException">Malformed.</exception>
    internal async Task<PooledBuffer> ReadJsonAsync(CancellationToken cancellationToken, int limit = MaxBody)
    {
        PooledBuffer body = await ReadAsync(cancellationToken, limit).ConfigureAwait(false);
        try
        {
            EnsureJson(body);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Makes sure that a body read with <see cref="ReadAsync"/> looks like JSON.</summary>
    /// <exception cref="ProviderException">Malformed.</exception>
    internal void EnsureJson(PooledBuffer body)
    {
        ReadOnlySpan<byte> text = body.Span.TrimStart(" \t\r\n"u8);
        if (text is not [(byte)'{' or (byte)'[', ..])
        {
            throw _sender.Malformed(
                text.IsEmpty ? "sent an empty answer" : text[0] == '<' ? "sent HTML instead of an answer" : "sent an answer that is not JSON",
                this);
        }
    }

    /// <summary>The events of the body.</summary>
    /// <param name="options">How the provider frames its events.</param>
    /// <param name="cancellationToken">Cancels opening the body.</param>
    /// <exception cref="ProviderException">Malformed: HTML is declared.</exception>
    internal async Task<SseReader> ReadEventsAsync(SseOptions options, CancellationToken cancellationToken)
    {
        if (MediaType is "text/html" or "application/xhtml+xml")
        {
            throw _sender.Malformed("sent HTML instead of a stream", this);
        }

        Stream stream = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return ReadEvents(stream, options);
    }

    /// <summary>The events of a body that was opened or read already.</summary>
    internal SseReader ReadEvents(Stream stream, SseOptions options) => new(stream, options, _sender, this);

    /// <inheritdoc cref="ProviderSender.Malformed" />
    internal ProviderException Malformed(string what, Exception? inner = null) => _sender.Malformed(what, this, inner);

    /// <summary>The fault a document says, in the provider's own format.</summary>
    internal ProviderFault ReadFault(ReadOnlySpan<byte> document) => _sender.ReadFault(document, StatusCode);

    /// <summary>
    /// The exception for a fault that this answer holds although its status says success. A code that is itself an error status
    /// takes the status's place: gateways pass on what they got that way.
    /// </summary>
    internal ProviderException Fail(ProviderFault fault) =>
        _sender.Fail(fault, int.TryParse(fault.Code, out int code) && code is >= 400 and < 600 ? code : StatusCode, Headers);

    public void Dispose()
    {
        _response.Dispose();
        _request.Dispose();
    }
}
