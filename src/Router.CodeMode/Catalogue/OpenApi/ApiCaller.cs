using System.Net;
using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Sends the requests of operations. Each call is one request; only a read that is redirected within its own host is asked again. Thread-safe.</summary>
internal sealed class ApiCaller(HttpMessageInvoker invoker, OpenApiSourceOptions options)
{
    private const int MaxRedirects = 5;
    private const string UserAgent = "Router.CodeMode";
    private readonly BodyWriter _bodies = new();
    private readonly AnswerReader _answers = new(options.MaxAnswerBytes, options.TimeProvider);

    internal async ValueTask<CodeCallResult> CallAsync(ApiOperation operation, JsonElement root, CatalogueCall call, CancellationToken cancellationToken)
    {
        using HttpContent? body = operation.Body is { } described ? _bodies.Write(described, root, call.Arguments) : null;
        Credentials credentials = await Credentials.FindAsync(operation, options.Credentials, cancellationToken).ConfigureAwait(false);
        Uri address = RequestAddress.Make(operation, call.Arguments, credentials);
        try
        {
            string method = operation.Endpoint.Method;
            for (int redirects = 0; ; redirects++)
            {
                using HttpRequestMessage request = Request(operation, call.Arguments, credentials, method, address);
                request.Content = redirects == 0 ? body : null;
                using HttpResponseMessage response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (response.RequestMessage?.RequestUri is { } reached && !IsSameOrigin(reached, operation.Server))
                {
                    throw new CodeCallException("The handler followed a redirect to another host; its answer is not read.");
                }

                if (Redirect(response, method, address) is not { } next)
                {
                    return CodeCallResult.Success(await _answers.ReadAsync(operation, response, credentials.Secrets, cancellationToken).ConfigureAwait(false));
                }

                if (redirects == MaxRedirects)
                {
                    throw new CodeCallException($"It redirects more than {MaxRedirects} times.");
                }

                if (!IsSameOrigin(next, operation.Server))
                {
                    throw new CodeCallException("It redirects to another host, which is not followed.");
                }

                (method, address) = (method == "HEAD" ? method : "GET", next);
            }
        }
        catch (HttpRequestException exception)
        {
            throw new CodeCallException($"{operation.Server.Host} could not be reached: {exception.HttpRequestError}.", exception);
        }
        catch (IOException exception)
        {
            throw new CodeCallException($"The answer of {operation.Server.Host} broke off.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CodeCallException($"{operation.Server.Host} did not answer in time.", exception);
        }
    }

    private static HttpRequestMessage Request(
        ApiOperation operation, IReadOnlyDictionary<string, JsonElement> arguments, Credentials credentials, string method, Uri address)
    {
        HttpRequestMessage request = new(new HttpMethod(method), address);
        List<string> cookies = [];
        foreach (ApiParameter parameter in operation.Parameters.Where(parameter => arguments.ContainsKey(parameter.Name)))
        {
            JsonElement value = arguments[parameter.Name];
            if (parameter.Place == ParameterPlace.Header)
            {
                string text = ParameterWriter.Header(parameter, value);
                if (text.Any(character => character is < ' ' or > '~') || !request.Headers.TryAddWithoutValidation(parameter.WireName, text))
                {
                    request.Dispose();
                    throw new CodeCallException($"'{parameter.Name}' goes into a header, which holds printable ASCII characters alone.") { Kind = CodeErrorKind.InvalidArguments };
                }
            }
            else if (parameter.Place == ParameterPlace.Cookie)
            {
                cookies.AddRange(ParameterWriter.Pairs(parameter, value).Where(pair => !credentials.Owns("cookie", pair)));
            }
        }

        request.Headers.TryAddWithoutValidation("Accept", operation.Accept.Count == 0 ? "application/json, */*;q=0.5" : string.Join(", ", operation.Accept));
        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        credentials.Apply(request.Headers, cookies);
        if (cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies));
        }

        return request;
    }

    // A write that is redirected is told as it is, except where the answer says: done, the result is over there.
    private static Uri? Redirect(HttpResponseMessage response, string method, Uri address)
    {
        bool follows = response.StatusCode == HttpStatusCode.SeeOther
            || (method is "GET" or "HEAD"
                && response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect);
        return follows && response.Headers.Location is { } location ? new Uri(address, location) : null;
    }

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
