using System.Net;
using System.Net.Http.Headers;

namespace Router.Benchmarks;

/// <summary>Answers every request with the same bytes, at once.</summary>
internal sealed class CannedHandler(byte[] body, string mediaType) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            // Written out as a socket would have it, so that the request's own cost is in the figure.
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }

        ByteArrayContent answer = new(body);
        answer.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = answer, RequestMessage = request };
    }
}
