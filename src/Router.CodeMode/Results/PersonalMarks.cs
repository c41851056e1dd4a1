using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Results;

/// <summary>Finds the parts of a value that its schema marks <c>"x-personal": true</c>, through definitions and combinations. Stateless.</summary>
internal static class PersonalMarks
{
    private static readonly string[] Combining = ["allOf", "anyOf", "oneOf"];

    internal static void Find(JsonElement value, JsonElement schema, Action<JsonElement> found) => Find(value, schema, schema, found, []);

    // Values end; definitions that point at each other without a value in between do not, so that each is followed once for a value.
    private static void Find(JsonElement value, JsonElement schema, JsonElement root, Action<JsonElement> found, HashSet<string> followed)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("x-personal", out JsonElement mark) && mark.ValueKind == JsonValueKind.True)
        {
            found(value);
            return;
        }

        if (SchemaPointer.Reference(schema) is { } reference && followed.Add(reference) && SchemaPointer.Find(root, reference) is { } target)
        {
            Find(value, target, root, found, followed);
        }

        foreach (string keyword in Combining)
        {
            if (schema.TryGetProperty(keyword, out JsonElement parts) && parts.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement part in parts.EnumerateArray())
                {
                    Find(value, part, root, found, followed);
                }
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            FindMembers(value, schema, root, found);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            FindItems(value, schema, root, found);
        }
    }

    private static void FindMembers(JsonElement value, JsonElement schema, JsonElement root, Action<JsonElement> found)
    {
        bool named = schema.TryGetProperty("properties", out JsonElement members) && members.ValueKind == JsonValueKind.Object;
        bool further = schema.TryGetProperty("additionalProperties", out JsonElement others);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (named && members.TryGetProperty(member.Name, out JsonElement inner))
            {
                Find(member.Value, inner, root, found, []);
            }
            else if (further)
            {
                Find(member.Value, others, root, found, []);
            }
        }
    }

    private static void FindItems(JsonElement value, JsonElement schema, JsonElement root, Action<JsonElement> found)
    {
        int position = 0;
        int placed = schema.TryGetProperty("prefixItems", out JsonElement places) && places.ValueKind == JsonValueKind.Array ? places.GetArrayLength() : 0;
        bool alike = schema.TryGetProperty("items", out JsonElement items);
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (position < placed)
            {
                Find(item, places[position], root, found, []);
            }
            else if (alike)
            {
                Find(item, items, root, found, []);
            }

            position++;
        }
    }
}
