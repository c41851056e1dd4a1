using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.WorkersAI.Errors;

namespace Router.Providers.WorkersAI;

/// <summary>
/// Takes the digest of a model's schema, and the day on which the model is planned to go. The service tells no versions, so that a changed
/// schema is the only sign of a changed model. Free. Thread-safe.
/// </summary>
internal sealed class WorkersAIPinResolver(WorkersAIConnection connection) : IPinResolver
{
    private const int DayLength = 10;

    public async ValueTask<PinResolution> ResolveAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        string name = model.Model;
        string digest = await GetAsync(connection.Schema(name), CanonicalJson.Digest, cancellationToken).ConfigureAwait(false);
        string last = name[(name.LastIndexOf('/') + 1)..];
        string? day = await GetAsync(connection.Search(last), result => DeprecationOf(result, name), cancellationToken).ConfigureAwait(false);
        return new PinResolution
        {
            Kind = PinKind.Schema,
            Version = name,
            SchemaDigest = digest,
            Deprecation = day is { Length: >= DayLength } && DateOnly.TryParseExact(
                day[..DayLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly parsed)
                    ? parsed
                    : null,
        };
    }

    private async Task<T> GetAsync<T>(Uri address, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Get, address);
        using ProviderResponse response = await connection.Sender.SendAsync(request, billed: false, cancellationToken).ConfigureAwait(false);
        using PooledBuffer body = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        if (!Utf8.IsValid(body.Span))
        {
            throw response.Malformed("sent JSON that is not UTF-8");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body.Memory);
            if (WorkersAIErrorFormat.Find(document.RootElement) is { } fault)
            {
                throw response.Fail(fault);
            }

            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("result", out JsonElement result)
                && result.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                    ? read(result)
                    : throw response.Malformed("sent no result");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Its message can quote the answer.
            throw response.Malformed("sent broken JSON");
        }
    }

    private static string? DeprecationOf(JsonElement models, string name)
    {
        if (models.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        IEnumerable<JsonElement> properties =
            from model in models.EnumerateArray()
            where Text(model, "name") == name && model.TryGetProperty("properties", out JsonElement list) && list.ValueKind is JsonValueKind.Array
            from property in model.GetProperty("properties").EnumerateArray()
            where Text(property, "property_id") == "planned_deprecation_date"
            select property;
        return properties.Select(property => Text(property, "value")).FirstOrDefault(value => value is not null);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
