using System.Buffers;
using System.Text.Json;

namespace Router.CodeMode.Catalogue;

/// <summary>Makes JSON values. Stateless.</summary>
internal static class CatalogueJson
{
    /// <summary>What is written, as a value.</summary>
    internal static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Members as an object.</summary>
    internal static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement>> members) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach ((string name, JsonElement value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    internal static JsonElement String(string text) => Write(writer => writer.WriteStringValue(text));

    /// <summary>A member that is a text; null where there is none.</summary>
    internal static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    /// <summary>Whether a member is true.</summary>
    internal static bool Flag(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.True;

    /// <summary>A member of a kind; null where there is none.</summary>
    internal static JsonElement? Member(JsonElement value, string name, JsonValueKind kind) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind == kind ? member : null;
}
