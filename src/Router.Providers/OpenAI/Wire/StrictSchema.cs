using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Turns a schema into one that strict mode accepts: every property required, none additional, and the keywords it refuses moved
/// into the description, where the model can still read them.
/// </summary>
internal static class StrictSchema
{
    private static readonly string[] Refused =
    [
        "contentEncoding", "contentMediaType", "not", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "multipleOf",
        "patternProperties", "minItems", "maxItems", "unevaluatedProperties", "propertyNames", "minProperties", "maxProperties",
        "unevaluatedItems", "contains", "minContains", "maxContains", "uniqueItems",
    ];

    private static readonly AIJsonSchemaTransformOptions Options = new()
    {
        DisallowAdditionalProperties = true,
        ConvertBooleanSchemas = true,
        MoveDefaultKeywordToDescription = true,
        RequireAllProperties = true,
        TransformSchemaNode = (_, node) => MoveRefused(node),
    };

    /// <summary>The schema in its strict form.</summary>
    internal static JsonElement Of(JsonElement schema) => AIJsonUtilities.TransformSchema(schema, Options);

    private static JsonNode MoveRefused(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        List<string> moved = [];
        foreach (string keyword in Refused)
        {
            if (schema.TryGetPropertyValue(keyword, out JsonNode? value))
            {
                schema.Remove(keyword);
                moved.Add($"{keyword}: {value?.ToJsonString() ?? "null"}");
            }
        }

        if (moved.Count > 0)
        {
            string note = $"({string.Join(", ", moved)})";
            schema["description"] = schema["description"]?.GetValue<string>() is { Length: > 0 } text ? $"{text} {note}" : note;
        }

        return schema;
    }
}
