using System.Text.Json;
using Router.CodeMode.Catalogue;

namespace Router.CodeMode.Declarations;

/// <summary>A function with its schemas read, and what it costs at each detail. Thread-safe.</summary>
internal sealed class FunctionShape
{
    private readonly int[] _tokens = [-1, -1, -1, -1];

    private FunctionShape(CatalogueFunction function, IReadOnlyList<Member> parameters, TypeNode result)
    {
        Function = function;
        Parameters = parameters;
        Result = result;
        Summary = CommentText.Clean(function.Summary.Length > 0 ? function.Summary : FirstSentence(function.Description));
        Description = CommentText.Clean(function.Description);
        Path = function.Name.Split('.');
    }

    internal CatalogueFunction Function { get; }

    internal IReadOnlyList<string> Path { get; }

    internal string Summary { get; }

    internal string Description { get; }

    internal IReadOnlyList<Member> Parameters { get; }

    internal TypeNode Result { get; }

    /// <summary>Reads a function's schemas.</summary>
    internal static FunctionShape Read(CatalogueFunction function, TypeRegistry registry)
    {
        lock (registry.Gate)
        {
            string? shared = function.SchemaRoot is JsonElement whole ? TypeRegistry.ScopeOf(function.Source, whole) : null;
            SchemaReader Reader(JsonElement schema, string place, bool isInput)
            {
                JsonElement root = function.SchemaRoot ?? schema;
                return new SchemaReader(root, shared ?? TypeRegistry.ScopeOf(function.Source + '\n' + place, root), isInput, registry);
            }

            List<Member> parameters = [];
            foreach (CatalogueParameter parameter in function.Parameters)
            {
                parameters.Add(Reader(parameter.Schema, parameter.Name, isInput: true)
                    .ReadMember(parameter.Name, parameter.Schema, parameter.Required, parameter.Description));
            }

            if (function.TakesOneObject)
            {
                parameters = [.. parameters.Where(parameter => parameter.Required), .. parameters.Where(parameter => !parameter.Required)];
            }

            TypeNode result = function.ResultSchema is JsonElement schema ? Reader(schema, "result", isInput: false).Read(schema) : TypeNode.Unknown;
            return new FunctionShape(function, parameters, result);
        }
    }

    /// <summary>The tokens of its declaration alone.</summary>
    internal int TokensAt(DeclarationDetail detail, Func<FunctionShape, DeclarationDetail, int> count)
    {
        // Two threads may count at once; they count alike.
        int known = Volatile.Read(ref _tokens[(int)detail]);
        if (known < 0)
        {
            known = count(this, detail);
            Volatile.Write(ref _tokens[(int)detail], known);
        }

        return known;
    }

    private static string FirstSentence(string description)
    {
        int end = description.AsSpan().IndexOfAny('\n', '\r');
        return end < 0 ? description : description[..end];
    }
}
