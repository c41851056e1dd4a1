using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Reads answers: JSON as values, text as a string, anything else as bytes, failures as words. Thread-safe.</summary>
internal sealed class AnswerReader(int maxBytes, TimeProvider timeProvider)
{
    private const int ErrorBytes = 16 * 1024;
    private const int MessageLength = 300;
    private const int MaxDepth = 128;
    private static readonly string[] MessageMembers = ["message", "detail", "error_description", "title", "error", "errors", "reason", "description"];

    /// <exception cref="CodeCallException">It is a failure, too large, or not what it says it is.</exception>
    internal async ValueTask<JsonElement?> ReadAsync(ApiOperation operation, HttpResponseMessage response, Secrets secrets, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(operation, response, secrets, cancellationToken).ConfigureAwait(false);
        }

        byte[] body = response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent || operation.Endpoint.Method == "HEAD"
            ? []
            : await BodyAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false)
                ?? throw new CodeCallException($"Its answer is larger than {maxBytes} bytes.") { Hint = "Ask for less: a smaller page, fewer fields, a narrower filter." };
        if (body.Length == 0)
        {
            return JsonElement.Parse("null"u8);
        }

        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        string mediaType = type?.MediaType ?? "";
        if (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase) || (mediaType.Length == 0 && LooksLikeJson(body)))
        {
            return Json(secrets.Remove(InUtf8(body, type?.CharSet)), secrets);
        }

        bool isText = mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("xml", StringComparison.OrdinalIgnoreCase)
            || mediaType is "application/yaml" or "application/x-ndjson" or "application/javascript";
        return isText ? CatalogueJson.String(secrets.Remove(Decode(body, type?.CharSet))) : CodeBytes.ToElement(secrets.Remove(body), mediaType);
    }

    private async ValueTask<CodeCallException> FailureAsync(ApiOperation operation, HttpResponseMessage response, Secrets secrets, CancellationToken cancellationToken)
    {
        string told = "";
        try
        {
            byte[] body = await BodyAsync(response.Content, ErrorBytes, cancellationToken).ConfigureAwait(false) ?? [];
            told = Message(body, response.Content.Headers.ContentType?.MediaType ?? "");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The status has been told; what should have come with it is the smaller loss.
        }

        string message = told.Length == 0 ? "." : $": {Texts.OneLine(secrets.Remove(told), MessageLength)}";
        string wait = RetryAfter(response.Headers.RetryAfter) is { } time ? string.Create(CultureInfo.InvariantCulture, $" It asks to wait {Math.Ceiling(time.TotalSeconds):0} s.") : "";
        string phrase = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture) + (Enum.IsDefined(response.StatusCode) ? $" {response.StatusCode}" : "");
        return new CodeCallException($"{operation.Endpoint.Method} {operation.Endpoint.Path} answered {phrase}{message}{wait}");
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - timeProvider.GetUtcNow() : null);
        return wait is { } time && time > TimeSpan.Zero ? time : null;
    }

    // Null: it is larger than allowed, whatever its header says.
    private static async ValueTask<byte[]?> BodyAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most)
        {
            return null;
        }

        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream body = new();
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > most)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
    }

    private static byte[] InUtf8(byte[] body, string? charset) =>
        charset is null || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? body : Encoding.UTF8.GetBytes(Decode(body, charset));

    private static JsonElement Json(byte[] body, Secrets secrets)
    {
        try
        {
            ReadOnlySpan<byte> text = body;
            JsonElement value = JsonElement.Parse(text.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text, new JsonDocumentOptions { MaxDepth = MaxDepth });

            // Without escapes, what the bytes do not hold the texts do not hold either.
            return text.Contains((byte)'\\') ? secrets.Remove(value) : value;
        }
        catch (InvalidOperationException exception)
        {
            throw new CodeCallException("Its answer holds text that is no Unicode.", exception);
        }
        catch (JsonException exception)
        {
            throw new CodeCallException("Its answer says that it is JSON, and is none, or is nested too deep.", exception);
        }
    }

    private static string Message(byte[] body, string mediaType)
    {
        if (body.Length == 0 || mediaType.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        if (mediaType.Contains("json", StringComparison.OrdinalIgnoreCase) || LooksLikeJson(body))
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(body);
                return Find(document.RootElement, 0);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return "";
            }
        }

        return mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(body) : "";
    }

    private static string Find(JsonElement value, int depth)
    {
        if (depth > 3)
        {
            return "";
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                return Find(value[0], depth + 1);
            case JsonValueKind.Object:
                foreach (string name in MessageMembers)
                {
                    if (value.TryGetProperty(name, out JsonElement member) && Find(member, depth + 1) is { Length: > 0 } text)
                    {
                        return text;
                    }
                }

                return "";
            default:
                return "";
        }
    }

    private static bool LooksLikeJson(byte[] body) => body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    private static string Decode(byte[] body, string? charset)
    {
        try
        {
            return (charset is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8).GetString(body);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}
