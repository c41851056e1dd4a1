using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue.Validation;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Catalogue.Tools;

/// <summary>
/// Tools as functions of a catalogue: each <see cref="AIFunction"/> under its own name. An <see cref="ApprovalRequiredAIFunction"/>, however deep it is
/// wrapped, needs a decision before each call. The additional properties <c>readOnly</c> and <c>idempotent</c> of a tool, true, say so of its calls.
/// Thread-safe.
/// </summary>
public sealed class AIFunctionSource : ICatalogueSource
{
    private readonly IEnumerable<AITool> _tools;
    private readonly IServiceProvider? _services;
    private readonly SchemaValidator _validator = new();

    /// <summary>Makes a source.</summary>
    /// <param name="tools">The tools, read with each load.</param>
    /// <param name="root">Their namespace, an identifier. Null: they stand at the top.</param>
    /// <param name="services">What the functions are given as their services. Default none.</param>
    /// <param name="name">Who brings them, for messages. Default <c>tools</c>, with the root.</param>
    public AIFunctionSource(IEnumerable<AITool> tools, string? root = null, IServiceProvider? services = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tools);
        _tools = tools;
        _services = services;
        Root = root;
        Name = name ?? (root is null ? "tools" : $"tools {root}");
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Root { get; }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<CatalogueFunction>> LoadAsync(CancellationToken cancellationToken)
    {
        List<CatalogueFunction> functions = [];
        List<string> problems = [];
        foreach (AITool tool in _tools)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tool.GetService<DirectOnlyFunction>() is not null)
            {
                problems.Add($"{Name}: '{tool.Name}' is a {nameof(DirectOnlyFunction)}, which no program may call. Leave it out, and offer it to the model directly.");
            }
            else if (tool is AIFunction function)
            {
                functions.Add(Describe(function));
            }
            else
            {
                problems.Add($"{Name}: '{tool.Name}' is a {tool.GetType().Name}, which nothing here can call. Leave it out, and offer it to the model directly.");
            }
        }

        return problems.Count == 0 ? new(functions) : throw new CatalogueException(problems);
    }

    private CatalogueFunction Describe(AIFunction function)
    {
        ObjectSchema schema = ObjectSchema.Read(function.JsonSchema, function.JsonSchema);
        ToolBytes bytes = ToolBytes.Of(function);
        (string summary, string description) = Texts.Split(function.Description);
        return new CatalogueFunction
        {
            Name = CatalogueNames.Sanitize(Root, function.Name),
            RawName = function.Name,
            Source = Name,
            Summary = summary,
            Description = description,
            Parameters = [.. schema.Parameters.Select(parameter => bytes.Takes(parameter.Name) ? parameter with { Schema = CodeBytes.Schema } : parameter)],
            TakesFurtherMembers = schema.TakesFurtherMembers,
            ResultSchema = bytes.Returns ? CodeBytes.Schema : function.ReturnJsonSchema,
            SchemaRoot = function.JsonSchema,
            RequiresApproval = function.GetService<ApprovalRequiredAIFunction>() is not null,
            Idempotent = Says(function, "idempotent"),
            ReadOnly = Says(function, "readOnly"),
            Invoke = async (call, cancellationToken) =>
            {
                if (schema.Whole is { } whole)
                {
                    CheckWhole(whole, call.Arguments);
                }

                AIFunctionArguments arguments = bytes.Arguments(call.Arguments);
                arguments.Services = _services;
                arguments.Context = new Dictionary<object, object?> { [typeof(CodeCall)] = call.Call };
                object? result = await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false);
                return CodeCallResult.Success(ToolResult.ToElement(result, bytes.Returns, function.JsonSerializerOptions));
            },
        };
    }

    // What only the schema as a whole says: one of two members, a member beside another.
    private void CheckWhole(JsonElement schema, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        if (_validator.Check(CatalogueJson.Object(arguments), schema, schema, "arguments") is [SchemaProblem problem, ..])
        {
            throw new CodeCallException($"'{problem.Path}' {problem.Message}.") { Kind = CodeErrorKind.InvalidArguments };
        }
    }

    private static bool Says(AIFunction function, string property) =>
        function.AdditionalProperties.TryGetValue(property, out object? value)
        && value is true or JsonElement { ValueKind: JsonValueKind.True };
}
