using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Router.Providers.Http;

/// <summary>
/// Reads a text position tolerantly. Some servers send a token whose text happens to be JSON as that JSON value: <c>6</c>,
/// <c>0.50</c>, <c>true</c>. The exact text is kept, so that no digit is lost.
/// </summary>
internal static class JsonText
{
    /// <summary>
    /// The text of the value at the reader's current token, leaving it on the value's last token. A number or boolean gives its own text, an object or array its
    /// JSON, null gives null, or <c>null</c> as text where the dialect has it as a token.
    /// </summary>
    internal static string? Read(ref Utf8JsonReader reader, bool nullIsToken = false)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.HasValueSequence
                    ? Encoding.UTF8.GetString(reader.ValueSequence.ToArray())
                    : Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                using (JsonDocument document = JsonDocument.ParseValue(ref reader))
                {
                    return document.RootElement.GetRawText();
                }

            default:
                return nullIsToken ? "null" : null;
        }
    }

    /// <summary>The text of an element, by the same rules.</summary>
    internal static string? Of(JsonElement element, bool nullIsToken = false) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => nullIsToken && element.ValueKind is JsonValueKind.Null ? "null" : null,
        _ => element.GetRawText(),
    };
}
