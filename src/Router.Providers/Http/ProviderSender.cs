using System.Net.Http.Headers;
using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Http;

/// <summary>
/// Sends one request of one provider, once: credential and extra headers on each request, answers handed over as soon as their
/// headers are read, non-success turned into a <see cref="ProviderException"/>. Thread-safe.
/// </summary>
internal sealed class ProviderSender
{
    /// <summary>How much of an error body is read. 64 KiB.</summary>
    internal const int MaxErrorBody = 64 * 1024;

    /// <summary>How much of the provider's words is kept, in characters. 4,096.</summary>
    internal const int MaxDetail = 4096;

    private readonly HttpClient _http;
    private readonly ProviderErrorFormat _errors;
    private readonly IRateLimitObserver? _rateLimits;
    private readonly AuthenticationHeaderValue? _credential;
    private readonly KeyValuePair<string, string>[] _headers;

    /// <summary>Makes a sender.</summary>
    /// <param name="context">The provider's client, clock and name.</param>
    /// <param name="errors">How the provider writes its errors.</param>
    /// <param name="bearer">The credential; null or blank sends none. White space around it is dropped.</param>
    /// <param name="headers">Sent on each request. An <c>Authorization</c> among them takes the place of the credential.</param>
    internal ProviderSender(
        ProviderContext context, ProviderErrorFormat errors, string? bearer = null, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        _http = context.Http;
        _errors = errors;
        _rateLimits = context.RateLimits;
        _headers = headers?.ToArray() ?? [];
        Name = context.Name;
        Time = context.TimeProvider;
        if (!string.IsNullOrWhiteSpace(bearer) && !_headers.Any(h => h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        {
            _credential = new AuthenticationHeaderValue("Bearer", bearer.Trim());
        }
    }

    /// <summary>The provider's name in the configuration.</summary>
    internal string Name { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Sends a request and hands over its answer with the body unread. The request is disposed with the answer.</summary>
    /// <param name="request">The request; the sender owns it from here.</param>
    /// <param name="billed">
    /// Whether the request starts work that costs by itself, so that a repetition would cost twice: where it dies after it may
    /// have reached the provider, the exception says <see cref="ProviderException.InDoubt"/>.
    /// </param>
    /// <param name="cancellationToken">Aborts the request; so does disposing the answer.</param>
    /// <param name="model">The model whose limits the answer tells of; null where the request counts for no model.</param>
    /// <exception cref="ProviderException">The provider answered with an error, or the connection failed.</exception>
    internal async Task<ProviderResponse> SendAsync(
        HttpRequestMessage request, bool billed, CancellationToken cancellationToken, ModelReference? model = null)
    {
        HttpResponseMessage? response = null;
        try
        {
            Prepare(request);
            response = await SendCoreAsync(request, billed, cancellationToken).ConfigureAwait(false);
            Observe(model, response.Headers);
            if (!response.IsSuccessStatusCode)
            {
                throw await ReadErrorAsync(response, billed, cancellationToken).ConfigureAwait(false);
            }

            return new ProviderResponse(this, request, response, billed);
        }
        catch
        {
            response?.Dispose();
            request.Dispose();
            throw;
        }
    }

    /// <summary>The exception for a fault, whether it came as an error status or inside an answer that said success.</summary>
    /// <param name="fault">What the provider said.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="headers">The headers of the answer, asked for what the fault does not say.</param>
    /// <param name="inDoubt">Whether billed work may have begun all the same.</param>
    internal ProviderException Fail(ProviderFault fault, int? status, HttpResponseHeaders? headers, bool inDoubt = false)
    {
        string? requestId = fault.RequestId ?? (headers is null ? null : _errors.RequestIdOf(headers));
        TimeSpan? wait = fault.RetryAfter;
        if (wait is null && headers is not null)
        {
            wait = RetryAfter.FromHeaders(headers, Time) ?? fault.TextWait ?? _errors.RetryAfterOf(headers, status ?? 0);
        }

        return new ProviderException(FailureMessage.Of(Name, fault.What ?? "answered with an error", status, fault.Code, requestId))
        {
            Class = fault.Class,
            StatusCode = status,
            Code = FailureMessage.Token(fault.Code),
            ErrorType = fault.Type,
            Detail = fault.Detail is { Length: > MaxDetail } text ? text[..MaxDetail] : fault.Detail,
            RetryAfter = wait,
            RequestId = requestId,
            InDoubt = inDoubt,
        };
    }

    /// <summary>The exception for an answer that said success and is no usable one.</summary>
    /// <param name="what">What is wrong with it, to follow the provider's name: <c>sent an empty answer</c>. No text of the answer.</param>
    /// <param name="response">The answer; null where none is at hand.</param>
    /// <param name="inner">What the reader threw. What it quotes of the answer is left out.</param>
    internal ProviderException Malformed(string what, ProviderResponse? response, Exception? inner = null) =>
        new(FailureMessage.Of(Name, what, response?.StatusCode, null, response?.RequestId), SafeCause.Of(inner))
        {
            Class = FailureClass.Malformed,
            StatusCode = response?.StatusCode,
            RequestId = response?.RequestId,
            InDoubt = response?.Billed ?? false,
        };

    /// <summary>The fault a document says.</summary>
    internal ProviderFault ReadFault(ReadOnlySpan<byte> document, int status) => _errors.Read(document, status);

    /// <summary>The request's id from the headers of an answer.</summary>
    internal string? RequestIdOf(HttpResponseHeaders headers) => _errors.RequestIdOf(headers);

    private void Prepare(HttpRequestMessage request)
    {
        request.Headers.Authorization ??= _credential;
        foreach (KeyValuePair<string, string> header in _headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    private void Observe(ModelReference? model, HttpResponseHeaders headers)
    {
        if (_rateLimits is not null && model is not null && _errors.RateLimitsOf(headers) is { } observation)
        {
            _rateLimits.Observe(model, observation);
        }
    }

    private async Task<HttpResponseMessage> SendCoreAsync(HttpRequestMessage request, bool billed, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            HttpRequestError error = (exception as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            throw new ProviderException(FailureMessage.Of(Name, "could not be reached, or broke off before it answered", null, error.ToString(), null), SafeCause.Of(exception))
            {
                Class = error is HttpRequestError.InvalidResponse ? FailureClass.Malformed : FailureClass.Transient,
                InDoubt = billed && !NeverSent(error),
            };
        }
    }

    private static bool NeverSent(HttpRequestError error) => error is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError;

    // The upstream behind the gateway may have begun the work. 520 to 524 are Cloudflare's own, which stands before many services;
    // of these, 521 and 523 say that the upstream was never reached.
    private static bool GatewayGaveUp(int status) => status is 502 or 504 or 520 or 522 or 524;

    private async Task<ProviderException> ReadErrorAsync(HttpResponseMessage response, bool billed, CancellationToken cancellationToken)
    {
        using PooledBuffer body = new(4096);
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await BodyReader.FillAsync(stream, body, MaxErrorBody, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The status says enough; what arrived of the body is still worth reading.
        }

        int status = (int)response.StatusCode;
        return Fail(_errors.Read(body.Span, status), status, response.Headers, billed && GatewayGaveUp(status));
    }
}
