using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>Finds what a local <c>$ref</c> points to.</summary>
internal static class SchemaResolver
{
    /// <summary>Finds it. Null: it is not there, or in another document.</summary>
    internal static JsonElement? Find(JsonElement root, string reference)
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

        return pointer[0] == '/' ? AtPointer(root, pointer) : AtAnchor(root, pointer);
    }

    private static JsonElement? AtPointer(JsonElement root, string pointer)
    {
        JsonElement found = root;
        foreach (string escaped in pointer[1..].Split('/'))
        {
            string part = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(part, out JsonElement member))
            {
                found = member;
            }
            else if (found.ValueKind == JsonValueKind.Array && int.TryParse(part, out int index) && index >= 0 && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else
            {
                return null;
            }
        }

        return found;
    }

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
