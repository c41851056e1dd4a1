using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Sdk;

/// <summary>
/// The JSON Schema of a function's parameters as one object that needs nothing beside it: of a document's definitions it takes along what it
/// points to, and no more.
/// </summary>
internal sealed class ToolSchema
{
    private readonly JsonElement? _root;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Queue<string> _pending = [];

    private ToolSchema(JsonElement? root) => _root = root;

    internal static JsonElement Of(CatalogueFunction function)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            new ToolSchema(function.SchemaRoot).Write(writer, function);
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer, CatalogueFunction function)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (CatalogueParameter parameter in function.Parameters)
        {
            writer.WritePropertyName(parameter.Name);
            Copy(writer, parameter.Schema);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (CatalogueParameter parameter in function.Parameters.Where(parameter => parameter.Required))
        {
            writer.WriteStringValue(parameter.Name);
        }

        writer.WriteEndArray();
        if (_pending.Count > 0)
        {
            writer.WriteStartObject("$defs");
            while (_pending.TryDequeue(out string? reference))
            {
                writer.WritePropertyName(_names[reference]);
                Copy(writer, SchemaPointer.Find(_root!.Value, reference)!.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void Copy(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    if (member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String)
                    {
                        writer.WriteString("$ref", Moved(member.Value.GetString()!));
                    }
                    else
                    {
                        writer.WritePropertyName(member.Name);
                        Copy(writer, member.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Copy(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private string Moved(string reference)
    {
        if (_names.TryGetValue(reference, out string? known))
        {
            return $"#/$defs/{known}";
        }

        if (_root is not { } root || SchemaPointer.Find(root, reference) is null)
        {
            return reference;
        }

        string last = string.Concat(reference[(reference.LastIndexOf('/') + 1)..].Where(char.IsAsciiLetterOrDigit));
        string name = _names.ContainsValue(last) || last.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"{last}{_names.Count}") : last;
        _names[reference] = name;
        _pending.Enqueue(reference);
        return $"#/$defs/{name}";
    }
}
