using System.Text.Json;

namespace Router.CodeMode.Results;

/// <summary>Copies JSON and changes what it is told to.</summary>
internal static class JsonRewriter
{
    /// <summary>A copy of an element.</summary>
    /// <param name="element">What is copied.</param>
    /// <param name="replace">The JSON that stands for a part, null to look into it. Asked of every part before what is in it.</param>
    /// <param name="text">What stands for a string: given the name of its property and the string. Names are asked for too, as text of no property.</param>
    internal static JsonElement Rewrite(JsonElement element, Func<string?, JsonElement, string?> replace, Func<string?, string, string>? text = null) =>
        ModelJson.Parse(ModelJson.Write(writer => Copy(writer, null, element, replace, text)));

    private static void Copy(
        Utf8JsonWriter writer, string? property, JsonElement element, Func<string?, JsonElement, string?> replace, Func<string?, string, string>? text)
    {
        if (replace(property, element) is { } json)
        {
            writer.WriteRawValue(json);
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    writer.WritePropertyName(text is null ? member.Name : text(null, member.Name));
                    Copy(writer, member.Name, member.Value, replace, text);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Copy(writer, property, item, replace, text);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when text is not null:
                writer.WriteStringValue(text(property, element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
