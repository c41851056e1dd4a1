using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Writes a value of an <c>AdditionalProperties</c> dictionary as JSON, without reflection.</summary>
internal static class ExtraValue
{
    /// <summary>Writes a value.</summary>
    /// <exception cref="ArgumentException">Its type cannot be written; the message names the field and the type, never the value.</exception>
    internal static void Write(Utf8JsonWriter writer, string field, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonDocument document:
                document.RootElement.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case Uri uri:
                writer.WriteStringValue(uri.OriginalString);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                WriteMap(writer, field, map);
                break;
            case IDictionary map:
                WriteMap(writer, field, map);
                break;
            case IEnumerable list:
                WriteList(writer, field, list);
                break;
            default:
                WriteNumber(writer, field, value);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string field, object value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case uint or short or ushort or byte or sbyte:
                writer.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            default:
                throw new ArgumentException(
                    $"The additional property '{field}' holds a {value.GetType().Name}, which cannot be sent as JSON. Use a string, a number, "
                    + "a boolean, a list, a dictionary, a JsonElement or a JsonNode.");
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, string field, IEnumerable<KeyValuePair<string, object?>> map)
    {
        writer.WriteStartObject();
        foreach (KeyValuePair<string, object?> pair in map)
        {
            writer.WritePropertyName(pair.Key);
            Write(writer, field, pair.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, string field, IDictionary map)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry pair in map)
        {
            writer.WritePropertyName(pair.Key as string
                ?? throw new ArgumentException($"The additional property '{field}' holds a dictionary whose keys are not strings."));
            Write(writer, field, pair.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string field, IEnumerable list)
    {
        writer.WriteStartArray();
        foreach (object? item in list)
        {
            Write(writer, field, item);
        }

        writer.WriteEndArray();
    }
}
