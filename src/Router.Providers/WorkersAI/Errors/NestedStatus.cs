using System.Globalization;
using System.Text.Json;
using Router.Providers.Http;

namespace Router.Providers.WorkersAI.Errors;

/// <summary>
/// The status inside of a message: 8007 passes on, as text, the JSON error of the server that runs the model, and wraps all of them in a 400.
/// </summary>
internal static class NestedStatus
{
    /// <summary>The status of a failure that is not the request's own, 429 or 5xx; null where the message holds none.</summary>
    internal static int? Find(string? detail)
    {
        int start = detail?.IndexOf('{', StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(detail.AsMemory(start));
            JsonElement root = document.RootElement;
            JsonElement error = root.TryGetProperty("error"u8, out JsonElement inner) && inner.ValueKind is JsonValueKind.Object ? inner : root;
            return error.TryGetProperty("code"u8, out JsonElement code) && int.TryParse(JsonText.Of(code), NumberStyles.None, CultureInfo.InvariantCulture, out int status)
                && status is 429 or (>= 500 and < 600)
                ? status
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Cut, or not JSON after all.
            return null;
        }
    }
}
