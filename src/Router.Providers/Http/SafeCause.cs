using System.Text.Json;

namespace Router.Providers.Http;

/// <summary>
/// The cause of a failure as an exception may show it. Readers of JSON and of HTTP quote what they could not read, which can be
/// text of the answer, and through it of the request.
/// </summary>
internal static class SafeCause
{
    /// <summary>The cause itself, or one of its kind that quotes nothing.</summary>
    internal static Exception? Of(Exception? cause) => cause switch
    {
        JsonException json => new JsonException("The JSON is broken.", null, json.LineNumber, json.BytePositionInLine),
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => new HttpIOException(HttpRequestError.InvalidResponse, NoHttp),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new HttpRequestException(HttpRequestError.InvalidResponse, NoHttp),
        { InnerException: { } inner } when Of(inner) != inner => Of(inner),
        _ => cause,
    };

    private const string NoHttp = "The answer is no valid HTTP.";
}
