using System.Globalization;
using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Results;

/// <summary>Reads a part of a value: <c>items[10].name</c>, <c>$.items[10]</c> or <c>/items/10/name</c>, then a range of what is there.</summary>
internal static class ArtifactPath
{
    internal static JsonElement Read(JsonElement value, string? path, int offset, int? limit)
    {
        JsonElement found = Follow(value, path ?? string.Empty);
        return (offset, limit) == (0, null) ? found : Range(found, Math.Max(0, offset), Math.Max(0, limit ?? int.MaxValue));
    }

    private static JsonElement Follow(JsonElement value, string path)
    {
        bool pointer = path.StartsWith('/');
        string[] parts = pointer
            ? path[1..].Split('/')
            : path.TrimStart('$').Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        JsonElement found = value;
        foreach (string part in parts)
        {
            string name = pointer
                ? part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                : part.Trim('"', '\'');
            found = Step(found, name)
                ?? throw new CodeCallException($"The artifact has nothing at '{path}': '{name}' is not there.")
                {
                    Kind = CodeErrorKind.InvalidArguments,
                    Hint = Hint(found),
                };
        }

        return found;
    }

    private static JsonElement? Step(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty(name, out JsonElement member) => member,
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < value.GetArrayLength() => value[index],
        _ => null,
    };

    private static string Hint(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"It has: {string.Join(", ", value.EnumerateObject().Take(20).Select(member => JsonShortener.Cut(member.Name, 60)))}.",
        JsonValueKind.Array => $"It is an array of {value.GetArrayLength()}.",
        _ => "It has no parts.",
    };

    private static JsonElement Range(JsonElement value, int offset, int limit) => value.ValueKind switch
    {
        JsonValueKind.Array => ModelJson.Parse(ModelJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (JsonElement item in value.EnumerateArray().Skip(offset).Take(limit))
            {
                item.WriteTo(writer);
            }

            writer.WriteEndArray();
        })),
        JsonValueKind.String => ModelJson.String(Part(value.GetString()!, offset, limit)),
        _ => value,
    };

    private static string Part(string text, int offset, int limit)
    {
        int start = Math.Min(offset, text.Length);
        return text.Substring(start, Math.Min(limit, text.Length - start));
    }
}
