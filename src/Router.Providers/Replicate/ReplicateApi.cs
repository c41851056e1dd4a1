using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Resilience;

namespace Router.Providers.Replicate;

/// <summary>Replicate's HTTP calls, each sent once. Addresses are made from the endpoint, never taken from answers. Thread-safe.</summary>
internal sealed class ReplicateApi
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true };

    private readonly ProviderSender _sender;
    private readonly ProviderSender _anonymous;
    private readonly ReplicateOptions _options;
    private readonly string _base;

    internal ReplicateApi(ProviderContext context, ReplicateOptions options)
    {
        ReplicateErrorFormat errors = new();
        _sender = new ProviderSender(context, errors, options.ApiToken, options.Headers);
        _anonymous = new ProviderSender(context, errors);
        _options = options;
        _base = options.Endpoint.AbsoluteUri.TrimEnd('/') + '/';
        Hosts = new ReplicateHosts(options.Endpoint);
    }

    internal ReplicateHosts Hosts { get; }

    /// <summary>Starts a prediction. Billed work: what breaks after it was sent is in doubt, and nothing here repeats it.</summary>
    internal async Task<ReplicatePrediction> CreateAsync(ReplicateModel model, JsonObject input, TimeSpan wait, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, model.CreatePath);
        request.Content = Json(model.Version is null
            ? new JsonObject { ["input"] = input }
            : new JsonObject { ["version"] = model.Version, ["input"] = input });
        if (wait > TimeSpan.Zero)
        {
            request.Headers.TryAddWithoutValidation("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds:0}"));
        }

        if (_options.CancelAfter is { } deadline)
        {
            request.Headers.TryAddWithoutValidation(
                "Cancel-After", string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(deadline.TotalSeconds):0}s"));
        }

        try
        {
            using ProviderResponse response = await _sender.SendAsync(request, billed: true, cancellationToken, model.Reference).ConfigureAwait(false);
            return await ReadAsync(response, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException failure) when (failure.StatusCode is 404 or 422
            && model is { Version: null, IsDeployment: false }
            && ReplicateService.Classifier.Classify(failure).Class is FailureClass.ModelGone)
        {
            throw ReplicateFailures.Retold(
                failure,
                $"{failure.Message} Only official models run without a version: if '{model.Id}' is a community model, "
                + $"set the target's version to the 64 hex digits that https://replicate.com/{model.Id}/versions shows.",
                FailureClass.ModelGone,
                inDoubt: false);
        }
        catch (Exception exception) when (exception is not ProviderException && !cancellationToken.IsCancellationRequested)
        {
            // A timeout of the client's own, a handler of the application's, an answer no reader foresaw: unless it is said here,
            // nobody knows that the prediction may have been started, and another would be.
            throw ReplicateFailures.Unforeseen(exception);
        }
    }

    /// <summary>Asks about a model, or a version of one. Free.</summary>
    /// <param name="id"><c>owner/name</c>.</param>
    /// <param name="version">The version; null for the model itself.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    internal async Task<JsonElement> DescribeAsync(string id, string? version, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Request(HttpMethod.Get, version is null ? $"models/{id}" : $"models/{id}/versions/{version}");
        using ProviderResponse response = await _sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        JsonElement json = await ReadJsonAsync(response, cancellationToken).ConfigureAwait(false);
        return JsonTexts.IsReadableObject(json) ? json : throw response.Malformed("sent something that is no model");
    }

    /// <summary>Asks how a prediction stands. Idempotent.</summary>
    internal async Task<ReplicatePrediction> GetAsync(string id, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Request(HttpMethod.Get, $"predictions/{id}");
        using ProviderResponse response = await _sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cancels a prediction; one that has ended is left as it is.</summary>
    internal async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, $"predictions/{id}/cancel");
        using ProviderResponse response = await _sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a stream of output at an address that <see cref="Hosts"/> trusts.</summary>
    internal Task<ProviderResponse> OpenStreamAsync(Uri stream, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Get, stream);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.CacheControl = new CacheControlHeaderValue { NoStore = true };
        return _sender.SendAsync(request, billed: false, cancellationToken);
    }

    /// <summary>Uploads an input file; Replicate deletes it after 24 hours. Gives its address.</summary>
    internal async Task<string> UploadAsync(DataContent file, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, "files");
        using MultipartFormDataContent form = [];
        using ReadOnlyMemoryContent content = new(file.Data);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.MediaType);
        form.Add(content, "content", "input");
        request.Content = form;
        using ProviderResponse response = await _sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        JsonElement json = await ReadJsonAsync(response, cancellationToken).ConfigureAwait(false);
        return JsonTexts.IsReadableObject(json)
            && json.TryGetProperty("urls", out JsonElement urls) && JsonTexts.IsReadableObject(urls)
            && urls.TryGetProperty("get", out JsonElement get) && get.ValueKind is JsonValueKind.String
                ? JsonTexts.Of(get)
                : throw response.Malformed("took a file and told no address of it");
    }

    /// <summary>Fetches an output file. The credential goes to the API itself alone.</summary>
    internal async Task<byte[]> DownloadAsync(Uri file, CancellationToken cancellationToken)
    {
        ProviderSender sender = Hosts.IsEndpoint(file) ? _sender : _anonymous;
        HttpRequestMessage request = new(HttpMethod.Get, file);
        using ProviderResponse response = await sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        using PooledBuffer body = await response.ReadAsync(cancellationToken, ReplicateDefaults.MaxFileBytes).ConfigureAwait(false);
        return body.Span.ToArray();
    }

    private static async Task<ReplicatePrediction> ReadAsync(ProviderResponse response, string? id, CancellationToken cancellationToken)
    {
        JsonElement json = await ReadJsonAsync(response, cancellationToken).ConfigureAwait(false);
        return ReplicatePrediction.Read(json) is { } prediction && (id is null || prediction.Id == id)
            ? prediction
            : throw response.Malformed("sent something that is no prediction");
    }

    private static async Task<JsonElement> ReadJsonAsync(ProviderResponse response, CancellationToken cancellationToken)
    {
        using PooledBuffer body = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        if (!Utf8.IsValid(body.Span))
        {
            // Parsed all the same, it would throw later, at whatever member holds the broken bytes.
            throw response.Malformed("sent JSON that is not UTF-8");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body.Memory, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Its message can quote the answer.
            throw response.Malformed("sent broken JSON");
        }
    }

    private static PooledContent Json(JsonObject body)
    {
        PooledBuffer buffer = new(4096);
        using Utf8JsonWriter writer = new(buffer);
        body.WriteTo(writer);
        writer.Flush();
        return new PooledContent(buffer);
    }

    private HttpRequestMessage Request(HttpMethod method, string path) => new(method, _base + path);
}
