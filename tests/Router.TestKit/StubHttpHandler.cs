using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Router.TestKit;

/// <summary>
/// Answers HTTP requests from a function, and keeps every request with its body. Thread-safe if the function is.
/// </summary>
public sealed class StubHttpHandler : HttpMessageHandler
{
    private readonly Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> _respond;
    private readonly Lock _gate = new();
    private readonly List<RecordedRequest> _requests = [];

    /// <summary>Makes a handler that answers by an asynchronous function.</summary>
    public StubHttpHandler(Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> respond) => _respond = respond;

    /// <summary>Makes a handler that answers by a function.</summary>
    public StubHttpHandler(Func<RecordedRequest, HttpResponseMessage> respond)
        : this((request, _) => Task.FromResult(respond(request)))
    {
    }

    /// <summary>The requests so far, in order.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>A JSON answer.</summary>
    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        Body(Encoding.UTF8.GetBytes(json), "application/json", status);

    /// <summary>A server-sent event stream, as text.</summary>
    public static HttpResponseMessage EventStream(string text) => Body(Encoding.UTF8.GetBytes(text), "text/event-stream");

    /// <summary>An answer of bytes under a media type.</summary>
    public static HttpResponseMessage Body(byte[] body, string mediaType, HttpStatusCode status = HttpStatusCode.OK)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return new HttpResponseMessage(status) { Content = content };
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = request.Content is null
            ? []
            : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        RecordedRequest recorded = new(request, body);
        lock (_gate)
        {
            _requests.Add(recorded);
        }

        HttpResponseMessage response = await _respond(recorded, cancellationToken).ConfigureAwait(false);
        response.RequestMessage ??= request;
        return response;
    }
}
