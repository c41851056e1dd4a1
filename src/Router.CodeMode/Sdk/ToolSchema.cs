using System.Globalization;
using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Sdk;

/// <summary>
/// The JSON Schema of a function's parameters as one object, or of its result, that needs nothing beside it: of a document's definitions it takes
/// along what it points to, and no more.
/// </summary>
internal sealed class ToolSchema
{
    private const string Definitions = "$defs";

    private readonly JsonElement[] _roots;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, JsonElement Schema)> _pending = [];

    private ToolSchema(params IEnumerable<JsonElement?> roots) => _roots = [.. roots.OfType<JsonElement>()];

    internal static JsonElement Of(CatalogueFunction function) =>
        CatalogueJson.Write(writer => new ToolSchema(function.SchemaRoot).Write(writer, function));

    /// <summary>The schema of what a function returns. Null: it is not known.</summary>
    internal static JsonElement? OfResult(CatalogueFunction function) => function.ResultSchema is { ValueKind: JsonValueKind.Object } result

        // A tool's result has a schema of its own, to which its pointers belong; that of an operation is a part of its document.
        ? CatalogueJson.Write(writer => new ToolSchema(result, function.SchemaRoot).WriteResult(writer, result))
        : function.ResultSchema;

    private void Write(Utf8JsonWriter writer, CatalogueFunction function)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (CatalogueParameter parameter in function.Parameters)
        {
            writer.WritePropertyName(parameter.Name);
            Copy(writer, parameter);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (CatalogueParameter parameter in function.Parameters.Where(parameter => parameter.Required))
        {
            writer.WriteStringValue(parameter.Name);
        }

        writer.WriteEndArray();
        WriteDefinitions(writer);
        writer.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter writer, JsonElement result)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in result.EnumerateObject().Where(member => member.Name != Definitions))
        {
            Copy(writer, member);
        }

        WriteDefinitions(writer);
        writer.WriteEndObject();
    }

    private void WriteDefinitions(Utf8JsonWriter writer)
    {
        if (_pending.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(Definitions);
        while (_pending.TryDequeue(out (string Name, JsonElement Schema) next))
        {
            writer.WritePropertyName(next.Name);
            Copy(writer, next.Schema);
        }

        writer.WriteEndObject();
    }

    // Documents describe a parameter beside its schema as often as in it.
    private void Copy(Utf8JsonWriter writer, CatalogueParameter parameter)
    {
        if (parameter.Description.Length == 0 || parameter.Schema.ValueKind != JsonValueKind.Object || parameter.Schema.TryGetProperty("description", out _))
        {
            Copy(writer, parameter.Schema);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("description", parameter.Description);
        foreach (JsonProperty member in parameter.Schema.EnumerateObject())
        {
            Copy(writer, member);
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
                    Copy(writer, member);
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

    private void Copy(Utf8JsonWriter writer, JsonProperty member)
    {
        if (member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String)
        {
            writer.WriteString("$ref", Moved(member.Value.GetString()!));
            return;
        }

        writer.WritePropertyName(member.Name);
        Copy(writer, member.Value);
    }

    private string Moved(string reference)
    {
        if (_names.TryGetValue(reference, out string? known))
        {
            return $"#/{Definitions}/{known}";
        }

        if (_roots.Select(root => SchemaPointer.Find(root, reference)).FirstOrDefault(found => found is not null) is not { } schema)
        {
            return reference;
        }

        string last = string.Concat(reference[(reference.LastIndexOf('/') + 1)..].Where(char.IsAsciiLetterOrDigit));
        string name = last.Length > 0 ? last : "Schema";
        for (int number = 2; !_taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{last}_{number}");
        }

        _names[reference] = name;
        _pending.Enqueue((name, schema));
        return $"#/{Definitions}/{name}";
    }
}
