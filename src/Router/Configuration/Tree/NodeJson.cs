using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Router.Configuration.Tree;

/// <summary>Turns nodes back into JSON, for what is passed on to a provider as it stands.</summary>
internal static class NodeJson
{
    /// <summary>
    /// The node as JSON. The kind of an untyped value is guessed: true and false, a number, else a text. A text that has to look
    /// like a number can therefore not come from an <c>IConfiguration</c>. Children numbered from 0 without a gap are a list.
    /// </summary>
    internal static JsonElement ToElement(ConfigNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(node, writer);
        }

        Utf8JsonReader reader = new(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(ConfigNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case ConfigKind.Array when HasNames(node):
            case ConfigKind.Object:
                writer.WriteStartObject();
                foreach (ConfigNode child in node.Children)
                {
                    writer.WritePropertyName(child.Name);
                    Write(child, writer);
                }

                writer.WriteEndObject();
                break;
            case ConfigKind.Array:
                writer.WriteStartArray();
                foreach (ConfigNode child in node.Children)
                {
                    Write(child, writer);
                }

                writer.WriteEndArray();
                break;
            case ConfigKind.Null:
                writer.WriteNullValue();
                break;
            case ConfigKind.Text:
                writer.WriteStringValue(node.Text);
                break;
            case ConfigKind.Number:
                writer.WriteRawValue(node.Text);
                break;
            case ConfigKind.Boolean:
                writer.WriteBooleanValue(node.Text == "true");
                break;
            default:
                WriteGuess(node.Text, writer);
                break;
        }
    }

    // Numbers that are no positions are names, such as the token ids of a logit_bias.
    private static bool HasNames(ConfigNode node) => node.IsObject && !node.Children
        .Select((child, index) => child.Name == index.ToString(CultureInfo.InvariantCulture))
        .All(position => position);

    private static void WriteGuess(string text, Utf8JsonWriter writer)
    {
        if (bool.TryParse(text, out bool flag))
        {
            writer.WriteBooleanValue(flag);
        }
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            writer.WriteNumberValue(whole);
        }
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }
}
