using System.Globalization;
using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>Finds what a local <c>$ref</c> points to.</summary>
internal static class SchemaResolver
{
    /// <summary>Finds it. Null: it is not there, or in another document.</summary>
    /// <param name="root">What it points into.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="indexOf">The index of an object by its pointer; empty while it is new. A lookup in JSON itself costs its size.</param>
    internal static JsonElement? Find(JsonElement root, string reference, Func<string, Dictionary<string, JsonElement>> indexOf)
    {
        if (reference.Length > 2000 || !reference.StartsWith('#'))
        {
            return null;
        }

        string pointer = Uri.UnescapeDataString(reference[1..]);
        if (pointer.Length == 0)
        {
            return root;
        }

        return pointer[0] == '/' ? AtPointer(root, pointer, indexOf) : AtAnchor(root, pointer);
    }

    private static JsonElement? AtPointer(JsonElement root, string pointer, Func<string, Dictionary<string, JsonElement>> indexOf)
    {
        int last = pointer.LastIndexOf('/');
        string name = Unescape(pointer[(last + 1)..]);
        Dictionary<string, JsonElement> index = indexOf(pointer[..last]);
        if (index.Count == 0 && Walk(root, pointer[..last]) is JsonElement parent)
        {
            if (parent.ValueKind != JsonValueKind.Object)
            {
                return Step(parent, name);
            }

            foreach (JsonProperty property in parent.EnumerateObject())
            {
                index[property.Name] = property.Value;
            }
        }

        return index.TryGetValue(name, out JsonElement found) ? found : null;
    }

    private static JsonElement? Walk(JsonElement root, string pointer)
    {
        JsonElement? found = root;
        foreach (string part in pointer.Split('/').Skip(1))
        {
            found = found is JsonElement holder ? Step(holder, Unescape(part)) : null;
        }

        return found;
    }

    private static JsonElement? Step(JsonElement holder, string part) =>
        holder.Has(part, out JsonElement member) ? member
        : holder.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < holder.GetArrayLength() ? holder[index]
        : null;

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static JsonElement? AtAnchor(JsonElement root, string anchor)
    {
        foreach (string keyword in (string[])["$defs", "definitions"])
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(keyword, out JsonElement definitions) || definitions.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (JsonProperty definition in definitions.EnumerateObject())
            {
                if (definition.Value.Text("$anchor") == anchor || definition.Value.Text("$dynamicAnchor") == anchor)
                {
                    return definition.Value;
                }
            }
        }

        return root.Text("$anchor") == anchor || root.Text("$dynamicAnchor") == anchor ? root : null;
    }
}
