using System.Text;
using System.Text.Json;
using Router.CodeMode.Naming;

namespace Router.CodeMode.Execution;

/// <summary>
/// Gives a program's arguments their names, by a function's JSON schema, and says what would be right where they do not fit: names,
/// what is required, and types on the first level. What lies deeper is the function's own to check. Immutable.
/// </summary>
internal sealed class ArgumentBinder
{
    private const int Described = 16;
    private readonly string _function;
    private readonly List<SchemaParameter> _parameters = [];
    private readonly bool _open;

    internal ArgumentBinder(string function, JsonElement schema)
    {
        _function = function;
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out JsonElement properties)
            || properties.ValueKind != JsonValueKind.Object)
        {
            _open = schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out _);
            return;
        }

        _open = schema.TryGetProperty("additionalProperties", out JsonElement more) && more.ValueKind is JsonValueKind.True or JsonValueKind.Object;
        HashSet<string> required = [];
        if (schema.TryGetProperty("required", out JsonElement names) && names.ValueKind == JsonValueKind.Array)
        {
            required.UnionWith(names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!));
        }

        _parameters.AddRange(properties.EnumerateObject().Select(property => new SchemaParameter(property.Name, property.Value, required.Contains(property.Name))));
    }

    /// <exception cref="CodeCallException">They do not fit.</exception>
    internal List<(string Name, JsonElement Value)> Bind(JsonElement arguments)
    {
        try
        {
            return Match(arguments);
        }
        catch (InvalidOperationException)
        {
            // JSON to a parser, and no text to whoever reads it.
            throw Wrong($"{_function} was given a text that is not whole: half of a surrogate pair stands alone in it.");
        }
    }

    private List<(string Name, JsonElement Value)> Match(JsonElement arguments)
    {
        List<(string Name, JsonElement Value)> bound = [];
        int count = arguments.GetArrayLength();
        bool named = count == 1 && arguments[0].ValueKind == JsonValueKind.Object && BytesJson.Read(arguments[0]) is null;
        if (named)
        {
            foreach (JsonProperty property in arguments[0].EnumerateObject())
            {
                Take(bound, property.Name, property.Value);
            }
        }
        else
        {
            if (count > _parameters.Count)
            {
                throw Wrong($"{_function} was called with {count} arguments.");
            }

            for (int index = 0; index < count; index++)
            {
                Take(bound, _parameters[index].Name, arguments[index]);
            }
        }

        foreach (SchemaParameter parameter in _parameters.Where(parameter => parameter.IsRequired && !bound.Any(value => value.Name == parameter.Name)))
        {
            throw Wrong($"{_function} needs {parameter.Name}.");
        }

        return bound;
    }

    private void Take(List<(string Name, JsonElement Value)> bound, string name, JsonElement value)
    {
        SchemaParameter? parameter = _parameters.Find(parameter => parameter.Name == name);
        if (parameter is null)
        {
            if (!_open)
            {
                string? near = NearestName.Of(name, _parameters.Select(known => known.Name));
                throw Wrong($"{_function} has no parameter {Short(name)}{(near is null ? "." : $"; did you mean {near}?")}");
            }

            bound.Add((name, value));
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && !parameter.AllowsNull && !parameter.IsRequired)
        {
            // What a program leaves open it often passes as null.
            return;
        }

        if (parameter.AllowsText && BytesJson.Read(value) is { } base64)
        {
            value = BytesJson.Text(base64);
        }

        if (parameter.Fault(value) is { } fault)
        {
            throw Wrong($"{name} of {_function} {fault}.");
        }

        bound.Add((name, value));
    }

    private CodeCallException Wrong(string message) => new(message) { Kind = CodeErrorKind.InvalidArguments, Hint = Signature() };

    private string Signature()
    {
        if (_parameters.Count == 0)
        {
            return $"It is {_function}({(_open ? "{ … }" : "")}).";
        }

        StringBuilder text = new();
        text.Append("It is ").Append(_function).Append("({ ");
        text.AppendJoin(", ", _parameters.Take(Described).Select(parameter => parameter.ToString()));
        return text.Append(_parameters.Count > Described ? ", … })." : " }).").ToString();
    }

    private static string Short(string name) => name.Length <= 64 ? name : $"{name.AsSpan(0, 64)}…";
}
