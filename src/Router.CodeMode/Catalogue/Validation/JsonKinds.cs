using System.Text.Json;

namespace Router.CodeMode.Catalogue.Validation;

/// <summary>The types of JSON values and of schemas, in words. Stateless.</summary>
internal static class JsonKinds
{
    private static readonly string[] ByteFormats = ["binary", "byte", "base64", "base64url"];

    /// <summary>The member that bytes are under: <c>{"$bytes":"base64"}</c>.</summary>
    internal const string BytesMember = "$bytes";

    internal static bool IsBytes(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(BytesMember, out JsonElement text) && text.ValueKind == JsonValueKind.String;

    /// <summary>What a value is, in words that say nothing of what it holds.</summary>
    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => IsInteger(value) ? "an integer" : "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => IsBytes(value) ? "bytes" : "an object",
        _ => "null",
    };

    /// <summary>A type's name with its article.</summary>
    internal static string Word(string type) => type switch
    {
        "null" => "null",
        "integer" or "array" or "object" => $"an {type}",
        _ => $"a {type}",
    };

    internal static bool Is(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => IsInteger(value),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object && !IsBytes(value),
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    internal static bool IsInteger(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
        && (value.TryGetInt64(out _)
            || (value.TryGetDecimal(out decimal number) && number == decimal.Truncate(number))
            || (value.TryGetDouble(out double large) && double.IsFinite(large) && large == Math.Truncate(large) && Math.Abs(large) > 1e15));

    /// <summary>Whether a string of this schema stands for bytes, so that bytes themselves may be given.</summary>
    internal static bool TakesBytes(JsonElement schema) =>
        schema.TryGetProperty("contentEncoding", out _)
        || (schema.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.String && ByteFormats.Contains(format.GetString()))
        || (schema.TryGetProperty("contentMediaType", out JsonElement media) && media.ValueKind == JsonValueKind.String
            && !media.GetString()!.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            && !media.GetString()!.Contains("json", StringComparison.OrdinalIgnoreCase));
}
