using System.Security.Cryptography;
using System.Text.Json;
using Router.Providers.Http;

namespace Router.Providers.WorkersAI;

/// <summary>
/// One text for one JSON value: members sorted by name, no white space, strings escaped in one way, numbers as they were sent. So a
/// digest changes with the value and not with the order in which a server happens to write it.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The SHA-256 of the canonical text, as <c>sha256:</c> and 64 hex digits.</summary>
    internal static string Digest(JsonElement value)
    {
        using PooledBuffer buffer = new(4096);
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, value);
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(buffer.Span));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString());
                break;
            default:
                writer.WriteRawValue(value.GetRawText());
                break;
        }
    }
}
