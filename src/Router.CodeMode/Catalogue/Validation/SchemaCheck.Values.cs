using System.Globalization;
using System.Text.Json;
using Router.CodeMode.Naming;

namespace Router.CodeMode.Catalogue.Validation;

/// <content>Single values: texts, numbers, one of a list.</content>
internal sealed partial class SchemaCheck
{
    private const int ShownChoices = 20;

    private void Constants(JsonElement value, JsonElement schema, string path, List<SchemaProblem> problems)
    {
        if (schema.TryGetProperty("const", out JsonElement constant) && !Same(value, constant))
        {
            problems.Add(new SchemaProblem(path, $"must be {Shown(constant)}"));
        }

        if (List(schema, "enum") is not { } choices)
        {
            return;
        }

        if (!Spend(choices.GetArrayLength()))
        {
            return;
        }

        foreach (JsonElement choice in choices.EnumerateArray())
        {
            if (Same(value, choice))
            {
                return;
            }
        }

        int count = choices.GetArrayLength();
        string list = string.Join(", ", choices.EnumerateArray().Take(ShownChoices).Select(Shown));
        string more = count > ShownChoices ? $" and {count - ShownChoices} more" : "";
        string? near = value.ValueKind == JsonValueKind.String
            ? NearestName.Of(value.GetString()!, choices.EnumerateArray().Where(choice => choice.ValueKind == JsonValueKind.String).Select(choice => choice.GetString()!))
            : null;
        problems.Add(new SchemaProblem(path, $"is none of {list}{more}{(near is null ? "" : $"; did you mean \"{near}\"?")}"));
    }

    private static bool Same(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind)
        {
            return false;
        }

        return one.ValueKind == JsonValueKind.Number
            ? one.TryGetDecimal(out decimal left) && other.TryGetDecimal(out decimal right) ? left == right : one.GetRawText() == other.GetRawText()
            : JsonElement.DeepEquals(one, other);
    }

    // What the schema itself says is no secret.
    private static string Shown(JsonElement choice)
    {
        string text = choice.GetRawText();
        return text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 79), "…");
    }

    private void Text(string text, JsonElement schema, string path, List<SchemaProblem> problems)
    {
        bool hasLeast = Count(schema, "minLength") is not null;
        if (hasLeast || Count(schema, "maxLength") is not null)
        {
            long length = text.EnumerateRunes().Count();
            Bounds(length, "minLength", "maxLength", "character", schema, path, problems);
        }

        if (schema.TryGetProperty("pattern", out JsonElement pattern) && pattern.ValueKind == JsonValueKind.String && Spend(text.Length) && patterns.Refuses(pattern.GetString()!, text))
        {
            problems.Add(new SchemaProblem(path, $"does not match the pattern {Shown(pattern)}"));
        }
    }

    private static void Number(JsonElement value, JsonElement schema, string path, List<SchemaProblem> problems)
    {
        if (!value.TryGetDouble(out double number))
        {
            return;
        }

        if (Limit(schema, "minimum") is { } minimum && number < minimum)
        {
            problems.Add(new SchemaProblem(path, $"is too small; it is at least {Words(minimum)}"));
        }

        if (Limit(schema, "exclusiveMinimum") is { } above && number <= above)
        {
            problems.Add(new SchemaProblem(path, $"is too small; it is more than {Words(above)}"));
        }

        if (Limit(schema, "maximum") is { } maximum && number > maximum)
        {
            problems.Add(new SchemaProblem(path, $"is too large; it is at most {Words(maximum)}"));
        }

        if (Limit(schema, "exclusiveMaximum") is { } below && number >= below)
        {
            problems.Add(new SchemaProblem(path, $"is too large; it is less than {Words(below)}"));
        }

        if (schema.TryGetProperty("multipleOf", out JsonElement step) && step.ValueKind == JsonValueKind.Number
            && step.TryGetDecimal(out decimal size) && size > 0 && value.TryGetDecimal(out decimal exact) && exact % size != 0)
        {
            problems.Add(new SchemaProblem(path, $"is no multiple of {step.GetRawText()}"));
        }
    }

    private static void Bounds(long count, string leastName, string mostName, string unit, JsonElement schema, string path, List<SchemaProblem> problems)
    {
        if (Count(schema, leastName) is { } least && count < least)
        {
            problems.Add(new SchemaProblem(path, $"has {count} {unit}s; it has at least {least}"));
        }

        if (Count(schema, mostName) is { } most && count > most)
        {
            problems.Add(new SchemaProblem(path, $"has {count} {unit}s; it has at most {most}"));
        }
    }

    private static double? Limit(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetDouble(out double value) ? value : null;

    private static long? Count(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetInt64(out long value) ? value : null;

    private static string Words(double number) => number.ToString(CultureInfo.InvariantCulture);
}
