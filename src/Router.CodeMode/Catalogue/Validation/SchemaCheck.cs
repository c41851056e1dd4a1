using System.Text.Json;

namespace Router.CodeMode.Catalogue.Validation;

/// <summary>One check of one value: references, types and combinations of schemas. Its work is bounded.</summary>
internal sealed partial class SchemaCheck(JsonElement root, PatternCache patterns)
{
    private const int MaxDepth = 128;
    private const int MaxProblems = 32;

    // Arguments of many values have some tens of thousands; more steps come of schemas that fan out. Nothing cancels a check, so that it has to be short.
    private const int MaxSteps = 100_000;

    // Comparisons, characters matched, members looked through: as many take about as long as a step.
    private const int Cheap = 128;
    private readonly Dictionary<string, JsonElement?> _references = new(StringComparer.Ordinal);
    private readonly HashSet<(string Reference, string Path)> _following = [];
    private long _steps;

    internal const string TooLarge = "is nested too deep, or too large, to be checked";

    /// <summary>Whether the work ran out, so that the value is refused whatever else was found.</summary>
    internal bool Spent { get; private set; }

    /// <summary>Checks a value and adds what is wrong.</summary>
    internal void Value(JsonElement value, JsonElement schema, string path, int depth, List<SchemaProblem> problems)
    {
        if (problems.Count >= MaxProblems)
        {
            return;
        }

        if (depth > MaxDepth || !Spend(0))
        {
            Spent = true;
            problems.Add(new SchemaProblem(path, TooLarge));
            return;
        }

        if (schema.ValueKind == JsonValueKind.False)
        {
            problems.Add(new SchemaProblem(path, "must not be given", IsType: true));
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // A schema that leads back to itself for the same value says nothing more, and would be followed to the limit.
        if (SchemaPointer.Reference(schema) is { } reference && Target(reference) is { } target && _following.Add((reference, path)))
        {
            Value(value, target, path, depth + 1, problems);
            _following.Remove((reference, path));
        }

        if (!Type(value, schema, path, problems))
        {
            return;
        }

        Constants(value, schema, path, problems);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Text(value.GetString()!, schema, path, problems);
                break;
            case JsonValueKind.Number:
                Number(value, schema, path, problems);
                break;
            case JsonValueKind.Array:
                Items(value, schema, path, depth, problems);
                break;
            case JsonValueKind.Object when !JsonKinds.IsBytes(value):
                Members(value, schema, path, depth, problems);
                break;
        }

        Combinations(value, schema, path, depth, problems);
    }

    // What is no step of its own, and counts all the same: a long list of choices against many values is work too.
    private bool Spend(long cheap)
    {
        _steps += 1 + (cheap / Cheap);
        Spent |= _steps > MaxSteps;
        return !Spent;
    }

    private JsonElement? Target(string reference)
    {
        if (!_references.TryGetValue(reference, out JsonElement? target))
        {
            target = SchemaPointer.Find(root, reference);
            _references[reference] = target;
        }

        return target;
    }

    // False: of another type, so that nothing else is worth a word.
    private static bool Type(JsonElement value, JsonElement schema, string path, List<SchemaProblem> problems)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            return true;
        }

        string[] types = type.ValueKind switch
        {
            JsonValueKind.String => [type.GetString()!],
            JsonValueKind.Array => [.. type.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
            _ => [],
        };
        if (types.Length == 0
            || types.Any(one => JsonKinds.Is(value, one))
            || (JsonKinds.IsBytes(value) && types.Contains("string") && JsonKinds.TakesBytes(schema)))
        {
            return true;
        }

        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out JsonElement nullable) && nullable.ValueKind == JsonValueKind.True)
        {
            return true;
        }

        problems.Add(new SchemaProblem(path, TypeMessage(value, types), IsType: true));
        return false;
    }

    private static string TypeMessage(JsonElement value, string[] types)
    {
        string expected = string.Join(" or ", types.Select(JsonKinds.Word));
        string fix = value.ValueKind switch
        {
            JsonValueKind.String when types.Any(type => type is "number" or "integer" or "boolean") => "; write it without quotes, or convert it first",
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when types.Contains("string") => "; write it in quotes, or use String(...)",
            JsonValueKind.Null => "; leave it out where there is none",
            JsonValueKind.Number when types.Contains("integer") => "; round it first",
            _ when types.Contains("array") => "; put it in [ ]",
            _ => "",
        };
        return $"is {JsonKinds.Describe(value)}; {expected} is expected{fix}";
    }

    private void Combinations(JsonElement value, JsonElement schema, string path, int depth, List<SchemaProblem> problems)
    {
        if (List(schema, "allOf") is { } all)
        {
            foreach (JsonElement part in all.EnumerateArray())
            {
                if (problems.Count >= MaxProblems || Spent)
                {
                    return;
                }

                Value(value, part, path, depth + 1, problems);
            }
        }

        Any(value, schema, "anyOf", path, depth, problems);
        Any(value, schema, "oneOf", path, depth, problems);
        if (schema.TryGetProperty("not", out JsonElement not) && Fits(value, not, path, depth))
        {
            problems.Add(new SchemaProblem(path, "is what the schema excludes by 'not'"));
        }

        if (schema.TryGetProperty("if", out JsonElement condition)
            && schema.TryGetProperty(Fits(value, condition, path, depth) ? "then" : "else", out JsonElement consequence))
        {
            Value(value, consequence, path, depth + 1, problems);
        }
    }

    private void Any(JsonElement value, JsonElement schema, string keyword, string path, int depth, List<SchemaProblem> problems)
    {
        if (List(schema, keyword) is not { } branches || branches.GetArrayLength() == 0)
        {
            return;
        }

        List<List<SchemaProblem>> failures = [];
        foreach (JsonElement branch in branches.EnumerateArray())
        {
            if (Spent)
            {
                break;
            }

            List<SchemaProblem> failure = [];
            Value(value, branch, path, depth + 1, failure);
            if (failure.Count == 0)
            {
                return;
            }

            failures.Add(failure);
        }

        if (failures.Count > 0)
        {
            problems.AddRange(Nearest(failures, path));
        }
    }

    // Of several ways to be right, that which the writer seems to have meant: of the right type, with the least wrong.
    private static List<SchemaProblem> Nearest(List<List<SchemaProblem>> failures, string path)
    {
        List<List<SchemaProblem>> typed = failures.FindAll(failure => !failure.Exists(problem => problem.IsType && problem.Path == path));
        if (typed.Count > 0)
        {
            return typed.OrderBy(failure => failure.Count).ThenByDescending(failure => failure.Max(problem => problem.Depth)).First();
        }

        IEnumerable<SchemaProblem> types = failures.Select(failure => failure.First(problem => problem.IsType && problem.Path == path)).DistinctBy(problem => problem.Message);
        string message = string.Join(", or it ", types.Take(6).Select(problem => problem.Message));
        return [new SchemaProblem(path, message, IsType: true)];
    }

    private bool Fits(JsonElement value, JsonElement schema, string path, int depth)
    {
        List<SchemaProblem> problems = [];
        Value(value, schema, path, depth + 1, problems);
        return problems.Count == 0;
    }

    private static JsonElement? List(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list : null;
}
