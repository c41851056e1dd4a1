using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Tests.Corpora;

/// <summary>What the same functions cost a model as tools: OpenAI's tool format, compact, references written out.</summary>
internal static class RawSchemas
{
    private const int Deepest = 12;

    /// <summary>One tool as JSON.</summary>
    internal static string Of(CatalogueFunction function)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", function.Name.Replace('.', '_'));
            json.WriteString("description", function.Description.Length == 0 ? function.Summary : $"{function.Summary}\n\n{function.Description}");
            json.WriteStartObject("parameters");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (CatalogueParameter parameter in function.Parameters)
            {
                json.WritePropertyName(parameter.Name);
                Write(json, parameter.Schema, function.SchemaRoot, parameter.Description, 0);
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (CatalogueParameter parameter in function.Parameters.Where(parameter => parameter.Required))
            {
                json.WriteStringValue(parameter.Name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, JsonElement? root, string description, int depth)
    {
        while (root is JsonElement whole && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$ref", out JsonElement reference)
            && reference.ValueKind == JsonValueKind.String && depth <= Deepest)
        {
            value = SchemaPointer.Find(whole, reference.GetString()!)!.Value;
            depth++;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                if (description.Length > 0 && !value.TryGetProperty("description", out _))
                {
                    json.WriteString("description", description);
                }

                foreach (JsonProperty property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, root, string.Empty, depth);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(json, item, root, string.Empty, depth);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
