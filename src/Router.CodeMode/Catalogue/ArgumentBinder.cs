using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;
using Router.CodeMode.Execution;
using Router.CodeMode.Naming;

namespace Router.CodeMode.Catalogue;

/// <summary>
/// Finds which argument of a call is which parameter, and checks each against its schema. The other shape of a call is taken where it can mean
/// one thing only; nothing is coerced. Thread-safe.
/// </summary>
internal sealed class ArgumentBinder
{
    private const int MaxNesting = 128;
    private const int ShownParameters = 12;
    private readonly SchemaValidator _validator = new();

    /// <summary>The arguments by parameter, or what is wrong with them.</summary>
    internal (IReadOnlyDictionary<string, JsonElement>? Arguments, CodeError? Error) Bind(CatalogueFunction function, JsonElement arguments)
    {
        try
        {
            return BindTexts(function, arguments);
        }
        catch (InvalidOperationException)
        {
            // JavaScript has texts with half a surrogate pair, and JSON writes them; nothing here can read them.
            return (null, Error(function, ["A text in its arguments is no Unicode: half of a surrogate pair stands alone."]));
        }
    }

    private (IReadOnlyDictionary<string, JsonElement>? Arguments, CodeError? Error) BindTexts(CatalogueFunction function, JsonElement arguments)
    {
        List<string> problems = [];
        if (arguments.ValueKind != JsonValueKind.Array)
        {
            return (null, Error(function, ["Its arguments are no list."]));
        }

        if (!IsShallow(arguments, MaxNesting))
        {
            return (null, Error(function, [$"Its arguments are nested deeper than {MaxNesting}."]));
        }

        Dictionary<string, JsonElement> bound = new(StringComparer.Ordinal);
        JsonElement[] given = [.. arguments.EnumerateArray()];
        if (function.TakesOneObject)
        {
            OneObject(function, given, bound, problems);
        }
        else
        {
            OneByOne(function, given, bound, problems);
        }

        if (problems.Count == 0)
        {
            Check(function, bound, problems);
        }

        return problems.Count == 0 ? (bound, null) : (null, Error(function, problems));
    }

    private static void OneObject(CatalogueFunction function, JsonElement[] given, Dictionary<string, JsonElement> bound, List<string> problems)
    {
        if (given.Length == 0 || (given.Length == 1 && given[0].ValueKind == JsonValueKind.Null))
        {
            return;
        }

        if (given is [{ ValueKind: JsonValueKind.Object } members] && !JsonKinds.IsBytes(members))
        {
            Named(function, members, bound, problems);
            return;
        }

        CatalogueParameter[] required = [.. function.Parameters.Where(parameter => parameter.Required)];
        CatalogueParameter? only = function.Parameters.Count == 1 ? function.Parameters[0] : required.Length == 1 ? required[0] : null;
        if (given.Length == 1 && only is not null)
        {
            bound[only.Name] = given[0];
            return;
        }

        problems.Add(given.Length == 1
            ? $"It was given {JsonKinds.Describe(given[0])}; it takes one object."
            : $"It was given {given.Length} arguments; it takes one object.");
    }

    private void OneByOne(CatalogueFunction function, JsonElement[] given, Dictionary<string, JsonElement> bound, List<string> problems)
    {
        if (given is [{ ValueKind: JsonValueKind.Object } members] && MeansMembers(function, members))
        {
            Named(function, members, bound, problems);
            return;
        }

        if (given.Length > function.Parameters.Count)
        {
            problems.Add($"It was given {given.Length} arguments; it takes {(function.Parameters.Count == 0 ? "none" : $"at most {function.Parameters.Count}")}.");
            return;
        }

        for (int index = 0; index < given.Length; index++)
        {
            // undefined in a list of arguments becomes null on its way out of the program.
            CatalogueParameter parameter = function.Parameters[index];
            if (given[index].ValueKind != JsonValueKind.Null || (Problems(function, parameter, given[index]).Count == 0 && parameter.Required))
            {
                bound[parameter.Name] = given[index];
            }
        }
    }

    // All of its members are names of parameters, all that is required is there, and it is not itself what the first parameter takes.
    private bool MeansMembers(CatalogueFunction function, JsonElement members)
    {
        if (function.Parameters.Count == 0 || JsonKinds.IsBytes(members) || members.GetPropertyCount() == 0)
        {
            return false;
        }

        foreach (JsonProperty member in members.EnumerateObject())
        {
            if (!function.Parameters.Any(parameter => parameter.Name == member.Name))
            {
                return false;
            }
        }

        return function.Parameters.All(parameter => !parameter.Required || members.TryGetProperty(parameter.Name, out _))
            && Problems(function, function.Parameters[0], members).Count > 0;
    }

    private static void Named(CatalogueFunction function, JsonElement members, Dictionary<string, JsonElement> bound, List<string> problems)
    {
        foreach (JsonProperty member in members.EnumerateObject())
        {
            if (function.TakesFurtherMembers || function.Parameters.Any(parameter => parameter.Name == member.Name))
            {
                bound[member.Name] = member.Value;
                continue;
            }

            string? near = NearestName.Of(member.Name, function.Parameters.Select(parameter => parameter.Name));
            string name = member.Name.Length > 64 ? string.Concat(member.Name.AsSpan(0, 64), "…") : member.Name;
            problems.Add($"It has no parameter '{name}'{(near is null ? "" : $"; did you mean '{near}'?")}{(near is null ? "." : "")}");
        }
    }

    private void Check(CatalogueFunction function, Dictionary<string, JsonElement> bound, List<string> problems)
    {
        foreach (CatalogueParameter parameter in function.Parameters.Where(parameter => parameter.Required && !bound.ContainsKey(parameter.Name)))
        {
            problems.Add($"'{parameter.Name}' is missing; it is required.");
        }

        List<SchemaProblem> wrong = [];
        foreach (CatalogueParameter parameter in function.Parameters)
        {
            if (bound.TryGetValue(parameter.Name, out JsonElement value))
            {
                wrong.AddRange(Problems(function, parameter, value));
            }
        }

        problems.AddRange(wrong.OrderBy(problem => problem.Depth).Select(problem => $"'{problem.Path}' {problem.Message}{(problem.Message.EndsWith('?') ? "" : ".")}"));
    }

    private IReadOnlyList<SchemaProblem> Problems(CatalogueFunction function, CatalogueParameter parameter, JsonElement value) =>
        _validator.Check(value, parameter.Schema, function.SchemaRoot, parameter.Name);

    private static CodeError Error(CatalogueFunction function, List<string> problems)
    {
        const int Shown = 4;
        string more = problems.Count > Shown ? $" And {problems.Count - Shown} more." : "";
        return new CodeError
        {
            Kind = CodeErrorKind.InvalidArguments,
            Message = $"{function.Name}: {string.Join(' ', problems.Take(Shown))}{more}",
            Hint = $"Call it as {Signature(function)}.",
        };
    }

    private static string Signature(CatalogueFunction function)
    {
        IEnumerable<CatalogueParameter> ordered = function.TakesOneObject ? function.Parameters.OrderByDescending(parameter => parameter.Required) : function.Parameters;
        string list = string.Join(", ", ordered.Take(ShownParameters).Select(parameter => $"{Key(parameter.Name)}{(parameter.Required ? "" : "?")}"));
        string rest = function.Parameters.Count > ShownParameters ? ", …" : "";
        return !function.TakesOneObject ? $"{function.Name}({list}{rest})"
            : function.Parameters.Count == 0 && !function.TakesFurtherMembers ? $"{function.Name}()"
            : $"{function.Name}({{ {list}{rest} }})";
    }

    private static string Key(string name) =>
        name.All(character => character is '_' or '$' || char.IsAsciiLetterOrDigit(character)) && name.Length > 0 && !char.IsAsciiDigit(name[0]) ? name : $"\"{name}\"";

    private static bool IsShallow(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Array => levels > 0 && value.EnumerateArray().All(item => IsShallow(item, levels - 1)),
        JsonValueKind.Object => levels > 0 && value.EnumerateObject().All(member => IsShallow(member.Value, levels - 1)),
        _ => true,
    };
}
