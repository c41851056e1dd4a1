using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Router.Tests.Configuration;

/// <summary>As much of JSON Schema 2020-12 as the configuration's schema uses; an unknown keyword is an error of the test.</summary>
internal static class SchemaChecker
{
    private static readonly string[] Annotations =
    [
        "$schema", "$defs", "title", "description", "default", "examples", "x-minimum", "x-maximum", "x-exclusiveMinimum", "then", "else",
    ];

    internal static IReadOnlyList<string> Check(JsonObject root, JsonNode? value)
    {
        List<string> errors = [];
        Check(root, root, value, "$", errors);
        return errors;
    }

    /// <summary>The schema that a reference ends at.</summary>
    internal static JsonObject Target(JsonObject root, JsonObject schema) =>
        schema["$ref"] is { } reference
            ? Target(root, root["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!.AsObject())
            : schema;

    private static void Check(JsonObject root, JsonNode schema, JsonNode? value, string path, List<string> errors)
    {
        if (schema is not JsonObject rules)
        {
            if (!schema.GetValue<bool>())
            {
                errors.Add($"{path} is not allowed");
            }

            return;
        }

        foreach ((string keyword, JsonNode? rule) in rules.Where(pair => !Annotations.Contains(pair.Key)))
        {
            if (!Holds(root, rules, keyword, rule!, value, path, errors))
            {
                errors.Add($"{path} breaks {keyword}");
            }
        }
    }

    private static bool Holds(
        JsonObject root, JsonObject rules, string keyword, JsonNode rule, JsonNode? value, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "$ref":
                Check(root, root["$defs"]![rule.GetValue<string>()["#/$defs/".Length..]]!, value, path, errors);
                return true;
            case "allOf":
                foreach (JsonNode? each in rule.AsArray())
                {
                    Check(root, each!, value, path, errors);
                }

                return true;
            case "anyOf":
                return rule.AsArray().Any(each =>
                {
                    List<string> faults = [];
                    Check(root, each!, value, path, faults);
                    return faults.Count == 0;
                });
            case "if":
                List<string> unless = [];
                Check(root, rule, value, path, unless);
                if (rules[unless.Count == 0 ? "then" : "else"] is { } branch)
                {
                    Check(root, branch, value, path, errors);
                }

                return true;
            case "type":
                return IsOfType(rule.GetValue<string>(), value);
            case "const":
                return JsonNode.DeepEquals(rule, value);
            case "enum":
                return rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value));
            case "properties":
                foreach ((string name, JsonNode? child) in value as JsonObject ?? [])
                {
                    if (rule[name] is { } property)
                    {
                        Check(root, property, child, $"{path}.{name}", errors);
                    }
                }

                return true;
            case "additionalProperties":
                foreach ((string name, JsonNode? child) in value as JsonObject ?? [])
                {
                    if (rules["properties"]?[name] is null)
                    {
                        Check(root, rule, child, $"{path}.{name}", errors);
                    }
                }

                return true;
            case "propertyNames":
                foreach ((string name, JsonNode? _) in value as JsonObject ?? [])
                {
                    Check(root, rule, name, $"{path}.{name}", errors);
                }

                return true;
            case "items":
                foreach (JsonNode? item in value as JsonArray ?? [])
                {
                    Check(root, rule, item, path + "[]", errors);
                }

                return true;
            case "required":
                return value is not JsonObject needed || rule.AsArray().All(name => needed.ContainsKey(name!.GetValue<string>()));
            case "dependentRequired":
                return value is not JsonObject given || rule.AsObject().Where(pair => given.ContainsKey(pair.Key))
                    .All(pair => pair.Value!.AsArray().All(name => given.ContainsKey(name!.GetValue<string>())));
            case "minProperties":
                return value is not JsonObject counted || counted.Count >= rule.GetValue<int>();
            case "minItems":
                return value is not JsonArray list || list.Count >= rule.GetValue<int>();
            case "minLength":
                return Text(value) is not { } text || text.Length >= rule.GetValue<int>();
            case "pattern":
                return Text(value) is not { } matched || Regex.IsMatch(matched, rule.GetValue<string>());
            case "minimum":
                return Number(value) is not { } least || least >= Number(rule);
            case "exclusiveMinimum":
                return Number(value) is not { } above || above > Number(rule);
            case "exclusiveMaximum":
                return Number(value) is not { } below || below < Number(rule);
            case "maximum":
                return Number(value) is not { } most || most <= Number(rule);
            default:
                throw new NotSupportedException($"The checker does not know '{keyword}'.");
        }
    }

    private static bool IsOfType(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => Number(value) % 1 == 0,
        _ => false,
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static decimal? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number
        ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
        : null;
}
