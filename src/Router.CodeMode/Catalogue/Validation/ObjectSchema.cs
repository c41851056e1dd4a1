using System.Text.Json;

namespace Router.CodeMode.Catalogue.Validation;

/// <summary>The schema of one object, as the parameters that its members are. Immutable.</summary>
internal sealed record ObjectSchema
{
    private const int MaxDepth = 16;

    private static readonly string[] Combining = ["allOf", "anyOf", "oneOf", "not", "if", "$ref", "dependentRequired", "dependentSchemas", "minProperties", "propertyNames"];

    internal required IReadOnlyList<CatalogueParameter> Parameters { get; init; }

    /// <summary>Whether members are taken that no parameter names.</summary>
    internal bool TakesFurtherMembers { get; init; }

    /// <summary>The schema itself, where it says more than its parameters do by themselves.</summary>
    internal JsonElement? Whole { get; init; }

    internal static ObjectSchema Read(JsonElement schema, JsonElement root)
    {
        List<CatalogueParameter> parameters = [];
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return new ObjectSchema { Parameters = parameters, TakesFurtherMembers = schema.ValueKind == JsonValueKind.True };
        }

        HashSet<string> required = new(StringComparer.Ordinal);
        Collect(root, schema, required, mustHold: true, parameters, 0);
        bool declared = schema.TryGetProperty("additionalProperties", out JsonElement further) && further.ValueKind != JsonValueKind.False;
        return new ObjectSchema
        {
            Parameters = [.. parameters.Select(parameter => parameter with { Required = required.Contains(parameter.Name) })],

            // A schema that names no members at all describes an object of any.
            TakesFurtherMembers = declared || (parameters.Count == 0 && schema.TryGetProperty("type", out _) && !schema.TryGetProperty("properties", out _) && further.ValueKind != JsonValueKind.False),
            Whole = further.ValueKind == JsonValueKind.Object || Combining.Any(keyword => schema.TryGetProperty(keyword, out _)) ? schema : null,
        };
    }

    private static void Collect(
        JsonElement root, JsonElement schema, HashSet<string> required, bool mustHold, List<CatalogueParameter> parameters, int depth)
    {
        if (depth > MaxDepth || schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (SchemaPointer.Reference(schema) is { } reference && SchemaPointer.Find(root, reference) is { } target)
        {
            Collect(root, target, required, mustHold, parameters, depth + 1);
        }

        if (mustHold && CatalogueJson.Member(schema, "required", JsonValueKind.Array) is { } names)
        {
            required.UnionWith(names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!));
        }

        if (CatalogueJson.Member(schema, "properties", JsonValueKind.Object) is { } properties)
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                // Branches may each say something else of the same member; the whole schema is checked besides.
                int known = parameters.FindIndex(parameter => parameter.Name == property.Name);
                if (known < 0)
                {
                    parameters.Add(new CatalogueParameter(property.Name, property.Value, Required: false) { Description = CatalogueJson.Text(property.Value, "description") ?? "" });
                }
                else if (!mustHold && !JsonElement.DeepEquals(parameters[known].Schema, property.Value))
                {
                    parameters[known] = parameters[known] with { Schema = Either(parameters[known].Schema, property.Value) };
                }
            }
        }

        foreach ((string keyword, bool holds) in new[] { ("allOf", mustHold), ("anyOf", false), ("oneOf", false) })
        {
            if (CatalogueJson.Member(schema, keyword, JsonValueKind.Array) is { } parts)
            {
                foreach (JsonElement part in parts.EnumerateArray())
                {
                    Collect(root, part, required, holds, parameters, depth + 1);
                }
            }
        }
    }

    private static JsonElement Either(JsonElement one, JsonElement other) => CatalogueJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("anyOf");
        one.WriteTo(writer);
        other.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
