using System.Text;
using System.Text.Json;
using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Sdk;

/// <summary>A program that calls one function with what it must have: the shape of what a model is to write.</summary>
internal static class StarterProgram
{
    private const int MostParameters = 6;

    internal static string Of(CatalogueFunction function)
    {
        IEnumerable<CatalogueParameter> needed = function.Parameters.Where(parameter => parameter.Required).Take(MostParameters);
        string arguments = function.TakesOneObject
            ? string.Join(", ", needed.Select(parameter => $"{Key(parameter.Name)}: {Example(parameter.Schema)}")) is { Length: > 0 } members ? $"{{ {members} }}" : string.Empty
            : string.Join(", ", needed.Select(parameter => Example(parameter.Schema)));
        return $"const result = await {function.Name}({arguments});\nreturn result;";
    }

    private static string Key(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '$')
            ? name
            : JsonEncodedText.Encode(name).ToString() is var text ? $"\"{text}\"" : name;

    private static string Example(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "{}";
        }

        if (schema.TryGetProperty("enum", out JsonElement values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            return Literal(values[0]);
        }

        if (schema.TryGetProperty("const", out JsonElement constant))
        {
            return Literal(constant);
        }

        JsonElement type = schema.TryGetProperty("type", out JsonElement named) ? named : default;
        string? kind = type.ValueKind switch
        {
            JsonValueKind.String => type.GetString(),
            JsonValueKind.Array when type.GetArrayLength() > 0 && type[0].ValueKind == JsonValueKind.String => type[0].GetString(),
            _ => null,
        };
        return kind switch
        {
            "string" => "\"…\"",
            "integer" or "number" => "1",
            "boolean" => "true",
            "array" => "[]",
            _ => "{}",
        };
    }

    private static string Literal(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? new StringBuilder("\"").Append(JsonEncodedText.Encode(value.GetString()!)).Append('"').ToString()
        : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "{}" : value.GetRawText();
}
