using System.Net.Http.Headers;
using System.Text;
using Router.Adapters;

namespace Router.Providers.Http;

/// <summary>
/// How one provider writes its errors, and what its headers tell. Must never throw: whatever a proxy sent in the provider's place comes here too.
/// Thread-safe, without state.
/// </summary>
internal abstract class ProviderErrorFormat
{
    /// <summary>Reads the body of a non-success answer: at most 64 KiB of it, possibly cut, possibly empty or HTML.</summary>
    internal abstract ProviderFault Read(ReadOnlySpan<byte> body, int status);

    /// <summary>
    /// A wait that only this provider's headers tell; asked when neither the body nor the common headers state one.
    /// Default: none.
    /// </summary>
    internal virtual TimeSpan? RetryAfterOf(HttpResponseHeaders headers, int status) => null;

    /// <summary>What the headers of an answer, success or not, tell of the provider's limits. Default: nothing.</summary>
    internal virtual RateLimitObservation? RateLimitsOf(HttpResponseHeaders headers) => null;

    /// <summary>The request's id from the headers. Default: <c>x-request-id</c>.</summary>
    internal virtual string? RequestIdOf(HttpResponseHeaders headers) => HeaderText.First(headers, "x-request-id");

    /// <summary>A fault that holds a body which is not in the provider's format, as it stands.</summary>
    protected static ProviderFault PlainText(ReadOnlySpan<byte> body) =>
        new() { Detail = body.IsEmpty ? null : Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * ProviderSender.MaxDetail)]) };
}
