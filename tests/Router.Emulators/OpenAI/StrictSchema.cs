using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

/// <summary>What strict mode asks of every object in a schema: no further properties, and every property required.</summary>
internal static class StrictSchema
{
    public static string? FirstFault(JsonNode? schema, string context = "")
    {
        if (schema is not JsonObject node)
        {
            return null;
        }

        JsonObject? properties = node["properties"] as JsonObject;
        if (SchemaChecker.TypesOf(node).Contains("object"))
        {
            if (Fields.Flag(node["additionalProperties"]) != false)
            {
                return $"In context=({context}), 'additionalProperties' is required to be supplied and to be false.";
            }

            string[] required = [.. (node["required"] as JsonArray ?? []).Select(Fields.Text).OfType<string>()];
            string? missing = properties?.Select(property => property.Key).FirstOrDefault(name => !required.Contains(name));
            if (missing is not null)
            {
                return $"In context=({context}), 'required' is required to be supplied and to be an array including every key in properties. Missing '{missing}'.";
            }
        }

        return (properties ?? [])
            .Select(property => FirstFault(property.Value, $"{context}'properties', '{property.Key}'"))
            .Append(FirstFault(node["items"], context + "'items'"))
            .FirstOrDefault(fault => fault is not null);
    }
}
