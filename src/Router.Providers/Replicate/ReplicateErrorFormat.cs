using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Router.Adapters;
using Router.Providers.Http;

namespace Router.Providers.Replicate;

/// <summary>
/// Reads Replicate's problem documents: <c>{title?, detail, status, invalid_fields?, retry_after?}</c>. A throttled request
/// states its wait in <c>retry_after</c> or in the sentence of <c>detail</c>; the common headers come after these, and
/// <c>ratelimit-reset</c>, which is on every answer, comes last.
/// </summary>
internal sealed class ReplicateErrorFormat : ProviderErrorFormat
{
    internal override ProviderFault Read(ReadOnlySpan<byte> body, int status)
    {
        if (!Utf8.IsValid(body))
        {
            return PlainText(body);
        }

        try
        {
            Utf8JsonReader reader = new(body);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return JsonTexts.IsReadableObject(document.RootElement)
                ? Read(document.RootElement)
                : PlainText(body);
        }
        catch (JsonException)
        {
            return PlainText(body);
        }
    }

    internal override TimeSpan? RetryAfterOf(HttpResponseHeaders headers, int status) =>
        status == 429 ? RetryAfter.FromSecondsHeader(headers, "ratelimit-reset") : null;

    internal override RateLimitObservation? RateLimitsOf(HttpResponseHeaders headers) => RateLimitHeaders.Replicate(headers);

    private static ProviderFault Read(JsonElement problem)
    {
        StringBuilder detail = new(Text(problem, "detail"));
        if (problem.TryGetProperty("invalid_fields", out JsonElement fields) && fields.ValueKind is JsonValueKind.Array)
        {
            foreach (JsonElement field in fields.EnumerateArray().Where(JsonTexts.IsReadableObject))
            {
                detail.Append(detail.Length == 0 ? "" : "; ").Append(Text(field, "field")).Append(": ").Append(Text(field, "description"));
            }
        }

        string text = detail.ToString();
        return new ProviderFault
        {
            Type = Text(problem, "title"),
            Detail = text,
            RetryAfter = Seconds(problem) ?? RetryAfter.FromText(text, "resets in"),
        };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind is not JsonValueKind.Null ? JsonTexts.Of(value) : null;

    private static TimeSpan? Seconds(JsonElement problem) =>
        problem.TryGetProperty("retry_after", out JsonElement wait) && wait.ValueKind is JsonValueKind.Number && wait.TryGetDouble(out double seconds)
            ? RetryAfter.FromSeconds(seconds)
            : null;
}
