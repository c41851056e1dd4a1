using System.Net.Http.Headers;
using System.Text.Json;
using Router.Providers.Http;

namespace Router.Providers.WorkersAI.Errors;

/// <summary>
/// Reads Cloudflare's error envelope, <c>{"errors":[{"code","message"}],"success":false}</c>, in either order of its members; the
/// gateway's <c>error</c> list; and OpenAI's <c>error</c> object. Thread-safe, without state.
/// </summary>
internal sealed class WorkersAIErrorFormat : ProviderErrorFormat
{
    private const string LicenceCode = "5016";

    internal static WorkersAIErrorFormat Instance { get; } = new();

    internal override ProviderFault Read(ReadOnlySpan<byte> body, int status)
    {
        Utf8JsonReader reader = new(body);
        try
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return Find(document.RootElement) ?? PlainText(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON with text that is no Unicode: a proxy's page, or a body cut on its way.
            return PlainText(body);
        }
    }

    /// <summary>The fault a document holds; null where it holds none.</summary>
    /// <exception cref="InvalidOperationException">A string of it is not valid Unicode.</exception>
    internal static ProviderFault? Find(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (string name in (ReadOnlySpan<string>)["errors", "error"])
        {
            if (root.TryGetProperty(name, out JsonElement found) && FindIn(found) is { } fault)
            {
                return fault;
            }
        }

        return root.TryGetProperty("success"u8, out JsonElement success) && success.ValueKind is JsonValueKind.False
            ? new ProviderFault()
            : null;
    }

    /// <summary>The fault that the value of <c>errors</c> or <c>error</c> tells; null where it tells none.</summary>
    /// <exception cref="InvalidOperationException">A string of it is not valid Unicode.</exception>
    internal static ProviderFault? FindIn(JsonElement errors) => errors.ValueKind switch
    {
        JsonValueKind.Array when errors.GetArrayLength() > 0 => Fault(errors[0]),
        JsonValueKind.Object or JsonValueKind.String => Fault(errors),
        _ => null,
    };

    internal override string? RequestIdOf(HttpResponseHeaders headers) =>
        HeaderText.First(headers, "cf-ai-req-id") ?? HeaderText.First(headers, "cf-ray");

    private static ProviderFault Fault(JsonElement error)
    {
        if (error.ValueKind is not JsonValueKind.Object)
        {
            return Fault(JsonText.Of(error), null, null);
        }

        return Fault(
            error.TryGetProperty("message"u8, out JsonElement message) ? JsonText.Of(message) : null,
            error.TryGetProperty("code"u8, out JsonElement code) ? JsonText.Of(code) : null,
            error.TryGetProperty("type"u8, out JsonElement type) ? JsonText.Of(type) : null);
    }

    private static ProviderFault Fault(string? message, string? code, string? type)
    {
        (string? detail, string? requestId) = WorkersAIErrorText.Clean(message);
        return new ProviderFault
        {
            Code = code,
            Type = type,
            Detail = detail,
            RequestId = requestId,
            What = code == LicenceCode
                ? "refused a model whose licence the account has not agreed to: send that model the prompt 'agree' once"
                : null,
        };
    }
}
