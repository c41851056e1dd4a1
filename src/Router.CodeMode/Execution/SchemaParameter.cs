using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>One parameter of a function, as far as its JSON schema says so on the first level. Immutable.</summary>
internal sealed class SchemaParameter
{
    private const int Listed = 12;
    private readonly HashSet<string> _types = [];
    private readonly JsonElement[]? _values;

    internal SchemaParameter(string name, JsonElement schema, bool required)
    {
        Name = name;
        IsRequired = required;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("type", out JsonElement type))
        {
            _types.UnionWith(type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)
                : type.ValueKind == JsonValueKind.String ? [type.GetString()!] : []);
        }

        if (schema.TryGetProperty("enum", out JsonElement values) && values.ValueKind == JsonValueKind.Array)
        {
            _values = [.. values.EnumerateArray()];
        }
    }

    internal string Name { get; }

    internal bool IsRequired { get; }

    internal bool AllowsNull => _types.Contains("null") || (_types.Count == 0 && _values is null);

    /// <summary>Whether text is what it wants, and an object is not.</summary>
    internal bool AllowsText => _types.Contains("string") && !_types.Contains("object");

    /// <summary>What is wrong with a value; null where nothing is.</summary>
    internal string? Fault(JsonElement value)
    {
        if (_types.Count > 0 && !_types.Any(type => Is(value, type)))
        {
            return $"is {KindOf(value)}, not {string.Join(" or ", _types)}";
        }

        return _values is not null && !_values.Any(allowed => JsonElement.DeepEquals(allowed, value))
            ? $"is not one of {string.Join(", ", _values.Take(Listed).Select(allowed => allowed.GetRawText()))}"
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name}{(IsRequired ? "" : "?")}: {Type}";

    private string Type => _values is { Length: <= Listed } values
        ? string.Join(" | ", values.Select(value => value.GetRawText()))
        : _types.Count == 0 ? "any" : string.Join(" | ", _types);

    private static bool Is(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        // A number of JavaScript that is whole has no other form.
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && Math.Floor(number) == number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => value.TryGetDouble(out double number) && Math.Floor(number) != number ? "a number with a fraction" : "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
