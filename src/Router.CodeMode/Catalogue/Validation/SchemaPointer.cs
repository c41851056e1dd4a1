using System.Globalization;
using System.Text.Json;

namespace Router.CodeMode.Catalogue.Validation;

/// <summary>Follows <c>$ref</c>, by JSON Pointer. Stateless.</summary>
internal static class SchemaPointer
{
    private const int MaxHops = 32;

    /// <summary>What a pointer such as <c>#/$defs/Item</c> points at; null where it points at nothing here.</summary>
    internal static JsonElement? Find(JsonElement root, string reference)
    {
        if (reference.Length == 0 || reference[0] != '#')
        {
            return null;
        }

        JsonElement current = root;
        string pointer = Uri.UnescapeDataString(reference[1..]);
        if (pointer.Length == 0)
        {
            return current;
        }

        if (pointer[0] != '/')
        {
            return null;
        }

        foreach (string part in pointer[1..].Split('/'))
        {
            string name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (current.ValueKind == JsonValueKind.Object && current.TryGetProperty(name, out JsonElement member))
            {
                current = member;
            }
            else if (current.ValueKind == JsonValueKind.Array
                && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < current.GetArrayLength())
            {
                current = current[index];
            }
            else
            {
                return null;
            }
        }

        return current;
    }

    /// <summary>The element itself, or what its <c>$ref</c>, and that one's, leads to; null where one leads nowhere or in a circle.</summary>
    internal static JsonElement? Resolve(JsonElement root, JsonElement element)
    {
        for (int hop = 0; hop < MaxHops; hop++)
        {
            if (Reference(element) is not { } reference)
            {
                return element;
            }

            if (Find(root, reference) is not { } target)
            {
                return null;
            }

            element = target;
        }

        return null;
    }

    /// <summary>The text of <c>$ref</c>; null where there is none.</summary>
    internal static string? Reference(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out JsonElement reference) && reference.ValueKind == JsonValueKind.String
            ? reference.GetString()
            : null;
}
