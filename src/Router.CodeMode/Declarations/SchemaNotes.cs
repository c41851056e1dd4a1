using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>What a schema says of a value beyond its type.</summary>
internal static class SchemaNotes
{
    private const int LongestValue = 40;

    internal static Notes Of(JsonElement schema, string description)
    {
        string text = CommentText.Clean(description.Length > 0 ? description : schema.Text("description") ?? schema.Text("title") ?? string.Empty);
        List<string> brief = [];
        List<string> limits = [];
        if (schema.Has("default", out JsonElement value) && Short(value) is string shown)
        {
            brief.Add("=" + shown);
        }

        if (schema.Text("format") is string format && format is "date" or "date-time" or "time" or "duration" or "byte" or "binary" or "email" or "uuid")
        {
            brief.Add(format == "byte" ? "base64" : format);
        }

        if (schema.Is("deprecated"))
        {
            brief.Add("deprecated");
        }

        string? least = Bound(schema, "minimum", "exclusiveMinimum");
        string? most = Bound(schema, "maximum", "exclusiveMaximum");
        if (least is not null || most is not null)
        {
            limits.Add($"{least}..{most}");
        }

        Add(limits, schema, "minLength", "min length ");
        Add(limits, schema, "maxLength", "max length ");
        Add(limits, schema, "minItems", "min items ");
        Add(limits, schema, "maxItems", "max items ");
        if (schema.Text("pattern") is string pattern && CommentText.Clean(pattern) == pattern && pattern.Length <= LongestValue)
        {
            limits.Add(pattern);
        }

        if (Example(schema) is string example)
        {
            limits.Add("e.g. " + example);
        }

        return text.Length == 0 && brief.Count == 0 && limits.Count == 0
            ? Notes.None
            : new Notes(text, string.Join(", ", brief), string.Join(", ", limits));
    }

    /// <summary>A bound: a number, or in the dialect of OpenAPI 3.0 a number and whether it is excluded.</summary>
    private static string? Bound(JsonElement schema, string inclusive, string exclusive)
    {
        if (schema.Has(exclusive, JsonValueKind.Number, out JsonElement excluded))
        {
            return (inclusive == "minimum" ? ">" : "<") + excluded.GetRawText();
        }

        if (!schema.Has(inclusive, JsonValueKind.Number, out JsonElement bound))
        {
            return null;
        }

        string mark = schema.Is(exclusive) ? inclusive == "minimum" ? ">" : "<" : string.Empty;
        return mark + bound.GetRawText();
    }

    private static void Add(List<string> limits, JsonElement schema, string keyword, string words)
    {
        if (schema.Has(keyword, JsonValueKind.Number, out JsonElement value))
        {
            limits.Add(words + value.GetRawText());
        }
    }

    private static string? Example(JsonElement schema)
    {
        if (schema.Has("enum", out _) || schema.Has("const", out _))
        {
            return null;
        }

        return schema.Has("example", out JsonElement example) ? Short(example)
            : schema.Has("examples", JsonValueKind.Array, out JsonElement examples) && examples.GetArrayLength() > 0 ? Short(examples[0])
            : null;
    }

    private static string? Short(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array)
        {
            return null;
        }

        string text = value.GetRawText();
        return text.Length <= LongestValue && CommentText.Clean(text) == text ? text : null;
    }
}
