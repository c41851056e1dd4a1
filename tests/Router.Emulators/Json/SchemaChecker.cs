using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Emulators.Json;

/// <summary>
/// The part of JSON Schema that the emulated models' inputs are written in: type, enum, properties, required,
/// additionalProperties, items, lengths, bounds, anyOf and oneOf (one match is enough). Reports every violation.
/// </summary>
internal static class SchemaChecker
{
    public static List<SchemaViolation> Check(JsonNode? schema, JsonNode? value)
    {
        List<SchemaViolation> violations = [];
        Check(schema as JsonObject, value, "", violations);
        return violations;
    }

    public static IEnumerable<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Select(type => type!.GetValue<string>()),
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    public static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.GetValue<double>() % 1 == 0 ? "integer" : "number",
        _ => "null",
    };

    private static void Check(JsonObject? schema, JsonNode? value, string path, List<SchemaViolation> violations)
    {
        if (schema is null)
        {
            return;
        }

        string type = TypeOf(value);
        string[] allowed = [.. TypesOf(schema)];
        if (allowed.Length > 0 && !allowed.Contains(type) && !(type == "integer" && allowed.Contains("number")))
        {
            violations.Add(new(ViolationKind.Type, path, type, string.Join(",", allowed)));
            return;
        }

        if (schema["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
        {
            violations.Add(new(ViolationKind.Value, path, value?.ToJsonString() ?? "null", "enum"));
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray options)
        {
            CheckChoices(options, value, path, violations);
        }

        switch (value)
        {
            case JsonObject members: CheckObject(schema, members, path, violations); break;
            case JsonArray items: CheckArray(schema, items, path, violations); break;
            case JsonValue scalar: CheckScalar(schema, scalar, path, violations); break;
            default: break;
        }
    }

    private static void CheckChoices(JsonArray options, JsonNode? value, string path, List<SchemaViolation> violations)
    {
        List<SchemaViolation> all = [];
        foreach (JsonNode? option in options)
        {
            List<SchemaViolation> here = [];
            Check(option as JsonObject, value, path, here);
            if (here.Count == 0)
            {
                return;
            }

            all.AddRange(here);
        }

        violations.AddRange(all);
    }

    private static void CheckObject(JsonObject schema, JsonObject value, string path, List<SchemaViolation> violations)
    {
        JsonObject? properties = schema["properties"] as JsonObject;
        foreach (JsonNode? name in schema["required"] as JsonArray ?? [])
        {
            if (!value.ContainsKey(name!.GetValue<string>()))
            {
                violations.Add(new(ViolationKind.Required, path, name.GetValue<string>(), ""));
            }
        }

        bool closed = schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False;
        foreach ((string name, JsonNode? member) in value)
        {
            if (properties?[name] is JsonObject known)
            {
                Check(known, member, $"{path}/{name}", violations);
            }
            else if (closed)
            {
                violations.Add(new(ViolationKind.Unknown, path, name, ""));
            }
        }
    }

    private static void CheckArray(JsonObject schema, JsonArray value, string path, List<SchemaViolation> violations)
    {
        if (Bound(schema, "maxItems") < value.Count || Bound(schema, "minItems") > value.Count)
        {
            violations.Add(new(ViolationKind.Length, path, $"{value.Count}", "items"));
        }

        for (int i = 0; i < value.Count && schema["items"] is JsonObject items; i++)
        {
            Check(items, value[i], $"{path}/{i}", violations);
        }
    }

    private static void CheckScalar(JsonObject schema, JsonValue value, string path, List<SchemaViolation> violations)
    {
        if (value.GetValueKind() == JsonValueKind.String)
        {
            int length = value.GetValue<string>().Length;
            if (Bound(schema, "maxLength") < length || Bound(schema, "minLength") > length)
            {
                violations.Add(new(ViolationKind.Length, path, $"{length}", "characters"));
            }
        }
        else if (value.GetValueKind() == JsonValueKind.Number
            && (Bound(schema, "maximum") < value.GetValue<double>() || Bound(schema, "minimum") > value.GetValue<double>()))
        {
            violations.Add(new(ViolationKind.Value, path, value.ToJsonString(), "range"));
        }
    }

    private static double? Bound(JsonObject schema, string keyword) => schema[keyword]?.GetValue<double>();
}
