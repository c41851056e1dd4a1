using System.Text.Json;
using Router.CodeMode.Naming;

namespace Router.CodeMode.Catalogue.Validation;

/// <content>What holds other values: arrays and objects.</content>
internal sealed partial class SchemaCheck
{
    private const int ShownName = 64;

    private void Items(JsonElement array, JsonElement schema, string path, int depth, List<SchemaProblem> problems)
    {
        int length = array.GetArrayLength();
        Bounds(length, "minItems", "maxItems", "item", schema, path, problems);
        JsonElement[] prefix = List(schema, "prefixItems") is { } tuple ? [.. tuple.EnumerateArray()] : [];
        bool hasItems = schema.TryGetProperty("items", out JsonElement items);
        bool hasContains = schema.TryGetProperty("contains", out JsonElement contains);
        bool unique = schema.TryGetProperty("uniqueItems", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        HashSet<string>? seen = unique ? new(StringComparer.Ordinal) : null;
        long contained = 0;
        int index = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (problems.Count >= MaxProblems)
            {
                return;
            }

            if (index < prefix.Length || hasItems)
            {
                Value(item, index < prefix.Length ? prefix[index] : items, $"{path}[{index}]", depth + 1, problems);
            }

            if (hasContains && Fits(item, contains, path, depth))
            {
                contained++;
            }

            if (seen is not null && !seen.Add(item.GetRawText()))
            {
                problems.Add(new SchemaProblem($"{path}[{index}]", "is there twice; every item must be another"));
                seen = null;
            }

            index++;
        }

        if (hasContains && contained < (Count(schema, "minContains") ?? 1))
        {
            problems.Add(new SchemaProblem(path, "lacks an item that it must contain"));
        }
    }

    private void Members(JsonElement value, JsonElement schema, string path, int depth, List<SchemaProblem> problems)
    {
        bool hasProperties = schema.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object;
        int count = value.GetPropertyCount();
        int declared = hasProperties ? properties.GetPropertyCount() : 0;
        if (List(schema, "required") is { } required && Spend((long)required.GetArrayLength() * (count + declared)))
        {
            foreach (JsonElement name in required.EnumerateArray())
            {
                if (name.ValueKind == JsonValueKind.String && !value.TryGetProperty(name.GetString()!, out _)
                    && !(hasProperties && properties.TryGetProperty(name.GetString()!, out JsonElement missing) && IsReadOnly(missing)))
                {
                    problems.Add(new SchemaProblem(path, $"lacks '{name.GetString()}', which is required"));
                }
            }
        }

        if (Count(schema, "minProperties") is not null || Count(schema, "maxProperties") is not null)
        {
            Bounds(value.GetPropertyCount(), "minProperties", "maxProperties", "member", schema, path, problems);
        }

        bool hasMore = schema.TryGetProperty("additionalProperties", out JsonElement more);
        bool hasPatterns = schema.TryGetProperty("patternProperties", out JsonElement patterned) && patterned.ValueKind == JsonValueKind.Object;
        bool hasNames = schema.TryGetProperty("propertyNames", out JsonElement names);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (problems.Count >= MaxProblems || !Spend(declared))
            {
                return;
            }

            string place = Join(path, member.Name);
            bool known = false;
            if (hasProperties && properties.TryGetProperty(member.Name, out JsonElement own))
            {
                known = true;
                Value(member.Value, own, place, depth + 1, problems);
            }

            if (hasPatterns)
            {
                foreach (JsonProperty pattern in patterned.EnumerateObject())
                {
                    if (!Spend(member.Name.Length))
                    {
                        return;
                    }

                    if (!patterns.Refuses(pattern.Name, member.Name))
                    {
                        known = true;
                        Value(member.Value, pattern.Value, place, depth + 1, problems);
                    }
                }
            }

            if (hasNames)
            {
                NameOf(member.Name, names, place, problems);
            }

            if (!known && hasMore)
            {
                Further(member, more, hasProperties ? properties : null, path, place, depth, problems);
            }
        }

        Dependents(value, schema, path, depth, problems);
    }

    private void Further(
        JsonProperty member, JsonElement more, JsonElement? properties, string path, string place, int depth, List<SchemaProblem> problems)
    {
        if (more.ValueKind != JsonValueKind.False)
        {
            Value(member.Value, more, place, depth + 1, problems);
            return;
        }

        string[] names = properties is { } known ? [.. known.EnumerateObject().Select(property => property.Name)] : [];
        string? near = NearestName.Of(member.Name, names);
        string right = near is not null ? $"did you mean '{near}'?"
            : names.Length == 0 ? "it has none"
            : $"it has {string.Join(", ", names.Take(ShownChoices))}{(names.Length > ShownChoices ? ", …" : "")}";
        problems.Add(new SchemaProblem(path, $"has no member '{Clip(member.Name)}'; {right}"));
    }

    private void Dependents(JsonElement value, JsonElement schema, string path, int depth, List<SchemaProblem> problems)
    {
        if (schema.TryGetProperty("dependentRequired", out JsonElement needs) && needs.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty need in needs.EnumerateObject().Where(need => value.TryGetProperty(need.Name, out _) && need.Value.ValueKind == JsonValueKind.Array))
            {
                foreach (JsonElement name in need.Value.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String && !value.TryGetProperty(name.GetString()!, out _)))
                {
                    problems.Add(new SchemaProblem(path, $"lacks '{name.GetString()}', which is required beside '{need.Name}'"));
                }
            }
        }

        if (schema.TryGetProperty("dependentSchemas", out JsonElement schemas) && schemas.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty dependent in schemas.EnumerateObject().Where(dependent => value.TryGetProperty(dependent.Name, out _)))
            {
                Value(value, dependent.Value, path, depth + 1, problems);
            }
        }
    }

    // Names of members are no JSON values of their own; of what can be said about a text, this is what schemas do say.
    private void NameOf(string name, JsonElement schema, string place, List<SchemaProblem> problems)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        bool unlisted = List(schema, "enum") is { } choices && !choices.EnumerateArray().Any(choice => choice.ValueKind == JsonValueKind.String && choice.ValueEquals(name));
        if (unlisted)
        {
            problems.Add(new SchemaProblem(place, "has a name that is not allowed here"));
        }

        Text(name, schema, place, problems);
    }

    private bool IsReadOnly(JsonElement property) =>
        property.ValueKind == JsonValueKind.Object
        && ((property.TryGetProperty("readOnly", out JsonElement flag) && flag.ValueKind == JsonValueKind.True)
            || (SchemaPointer.Resolve(root, property) is { ValueKind: JsonValueKind.Object } target
                && target.TryGetProperty("readOnly", out flag) && flag.ValueKind == JsonValueKind.True));

    private static string Join(string path, string name) => path.Length == 0 ? Clip(name) : $"{path}.{Clip(name)}";

    private static string Clip(string name) => name.Length <= ShownName ? name : string.Concat(name.AsSpan(0, ShownName), "…");
}
