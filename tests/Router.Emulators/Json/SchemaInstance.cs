using System.Text.Json.Nodes;

namespace Router.Emulators.Json;

/// <summary>A small value that satisfies a JSON schema: its default, its first choice, or the least of its type.</summary>
internal static class SchemaInstance
{
    public static JsonNode? Of(JsonNode? schema) => Of(schema, schema, "value", 0);

    private static JsonNode? Of(JsonNode? node, JsonNode? root, string name, int depth)
    {
        if (node is not JsonObject schema || depth > 16)
        {
            return new JsonObject();
        }

        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Of(Resolve(root, reference), root, name, depth + 1);
        }

        JsonNode? given = schema["const"] ?? schema["default"] ?? (schema["enum"] as JsonArray)?.FirstOrDefault();
        if (given is not null)
        {
            return given.DeepClone();
        }

        if ((schema["anyOf"] ?? schema["oneOf"] ?? schema["allOf"]) is JsonArray { Count: > 0 } choices)
        {
            return Of(choices[0], root, name, depth + 1);
        }

        return SchemaChecker.TypesOf(schema).FirstOrDefault() switch
        {
            "string" => Text(schema, name),
            "integer" => JsonValue.Create((long)Number(schema)),
            "number" => JsonValue.Create(Number(schema)),
            "boolean" => JsonValue.Create(true),
            "null" => null,
            "array" => Items(schema, root, name, depth),
            _ => Properties(schema, root, depth),
        };
    }

    private static JsonObject Properties(JsonObject schema, JsonNode? root, int depth)
    {
        JsonObject instance = [];
        foreach ((string property, JsonNode? value) in schema["properties"] as JsonObject ?? [])
        {
            instance[property] = Of(value, root, property, depth + 1);
        }

        return instance;
    }

    private static JsonArray Items(JsonObject schema, JsonNode? root, string name, int depth)
    {
        int count = Math.Max(1, (int)(schema["minItems"]?.GetValue<double>() ?? 1));
        return [.. Enumerable.Range(0, count).Select(_ => Of(schema["items"], root, name, depth + 1))];
    }

    private static double Number(JsonObject schema) => schema["minimum"]?.GetValue<double>() ?? 1;

    private static string Text(JsonObject schema, string name) => schema["format"]?.GetValue<string>() switch
    {
        "date" => "2026-01-01",
        "date-time" => "2026-01-01T00:00:00Z",
        "uri" => "https://example.com/",
        "email" => "someone@example.com",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        _ => name.PadRight((int)(schema["minLength"]?.GetValue<double>() ?? 0), 'x'),
    };

    private static JsonNode? Resolve(JsonNode? root, string reference)
    {
        JsonNode? node = root;
        foreach (string part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }
}
