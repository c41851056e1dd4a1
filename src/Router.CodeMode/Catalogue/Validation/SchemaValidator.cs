using System.Text.Json;

namespace Router.CodeMode.Catalogue.Validation;

/// <summary>
/// Checks values against JSON Schema 2020-12. Where the schema says what this does not know (formats, patterns that look ahead, vocabularies),
/// the value passes: the function itself has the last word. <c>oneOf</c> asks for one or more, since documents seldom mean exactly one. Nothing is
/// coerced. Values are never told, only their types. Thread-safe.
/// </summary>
internal sealed class SchemaValidator
{
    private readonly PatternCache _patterns = new();

    /// <summary>Checks a value; what is wrong comes shallow first, at most three problems.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="root">What <c>$ref</c> points into; null: the schema itself.</param>
    /// <param name="path">Where the value stands.</param>
    internal IReadOnlyList<SchemaProblem> Check(JsonElement value, JsonElement schema, JsonElement? root, string path)
    {
        SchemaCheck check = new(root ?? schema, _patterns);
        List<SchemaProblem> problems = [];
        check.Value(value, schema, path, 0, problems);
        if (check.Spent && problems.Count == 0)
        {
            problems.Add(new SchemaProblem(path, SchemaCheck.TooLarge));
        }

        return problems.Count <= 1 ? problems : [.. problems.DistinctBy(problem => (problem.Path, problem.Message)).OrderBy(problem => problem.Depth).Take(3)];
    }
}
