using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Sdk;

/// <summary>A function of a catalogue as an ordinary tool: what a model calls where Code Mode does not serve its request. Thread-safe.</summary>
internal sealed class FunctionTool : AIFunction
{
    // What providers take as the name of a tool: letters, digits, '_' and '-', at most 64 of them.
    private const int LongestName = 64;

    private static readonly JsonElement Null = JsonElement.Parse("null");

    private readonly CatalogueFunction _function;
    private readonly CatalogueDispatcher _dispatcher;

    private FunctionTool(CatalogueFunction function, string name, CatalogueDispatcher dispatcher)
    {
        _function = function;
        _dispatcher = dispatcher;
        Name = name;
        Description = string.Join(' ', new[] { function.Summary, function.Description }.Where(text => text.Length > 0));
        JsonSchema = ToolSchema.Of(function);
        ReturnJsonSchema = ToolSchema.OfResult(function);
    }

    public override string Name { get; }

    public override string Description { get; }

    public override JsonElement JsonSchema { get; }

    public override JsonElement? ReturnJsonSchema { get; }

    /// <summary>Every function of a catalogue as a tool; those that need a decision say so.</summary>
    internal static IReadOnlyList<AIFunction> All(FunctionCatalogue catalogue)
    {
        CatalogueDispatcher dispatcher = new(catalogue);
        HashSet<string> names = new(StringComparer.Ordinal);
        List<AIFunction> tools = [];
        foreach (CatalogueFunction function in catalogue.Functions)
        {
            FunctionTool tool = new(function, ToolName(function.Name, names), dispatcher);
            tools.Add(function.RequiresApproval ? new ApprovalRequiredAIFunction(tool) : tool);
        }

        return tools;
    }

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        // Models fill what is optional with null, and mean that they leave it out.
        Dictionary<string, JsonElement> given = arguments
            .Where(argument => !IsNull(argument.Value) || _function.Parameters.Any(parameter => parameter.Required && parameter.Name == argument.Key))
            .ToDictionary(argument => argument.Key, argument => ToElement(argument.Value), StringComparer.Ordinal);
        JsonElement list = CatalogueJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (JsonElement argument in _function.TakesOneObject ? [CatalogueJson.Object(given)] : Positional(given))
            {
                argument.WriteTo(writer);
            }

            writer.WriteEndArray();
        });
        CodeCall call = new() { RunId = $"tool-{Guid.NewGuid():N}", Number = 1, Name = _function.Name, Arguments = list };
        CodeCallResult result = await _dispatcher.InvokeAsync(call, cancellationToken).ConfigureAwait(false);
        return result.Error is { } error
            ? throw new CodeCallException(error.Message) { Kind = error.Kind, Hint = error.Hint }
            : result.IsPending ? throw new CodeCallException("Its result comes later; only a program can wait for it.") : result.Value;
    }

    private IEnumerable<JsonElement> Positional(Dictionary<string, JsonElement> given)
    {
        if (given.Keys.FirstOrDefault(name => _function.Parameters.All(parameter => parameter.Name != name)) is { } unknown)
        {
            throw new CodeCallException($"{_function.Name}: it has no parameter '{(unknown.Length <= 64 ? unknown : unknown[..64])}'.")
            {
                Kind = CodeErrorKind.InvalidArguments,
                Hint = $"Its parameters: {string.Join(", ", _function.Parameters.Select(parameter => parameter.Name))}.",
            };
        }

        int count = _function.Parameters.Count;
        while (count > 0 && !given.ContainsKey(_function.Parameters[count - 1].Name))
        {
            count--;
        }

        return [.. _function.Parameters.Take(count).Select(parameter => given.TryGetValue(parameter.Name, out JsonElement value) ? value : Null)];
    }

    private JsonElement ToElement(object? value) => value switch
    {
        null => Null,
        JsonElement element => element,
        _ => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.GetTypeInfo(value.GetType())),
    };

    private static bool IsNull(object? value) => value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };

    private static string ToolName(string name, HashSet<string> taken)
    {
        string plain = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' ? character : '_'));
        plain = plain.Length > LongestName ? plain[^LongestName..] : plain;
        for (int number = 2; !taken.Add(plain); number++)
        {
            string suffix = $"_{number}";
            plain = plain.Length + suffix.Length > LongestName ? plain[..(LongestName - suffix.Length)] + suffix : plain + suffix;
        }

        return plain;
    }
}
