using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CodeModeExample;

/// <summary>One of the office's functions. An application would have <c>AIFunctionFactory</c> make it of a method.</summary>
internal sealed class OfficeTool(string name, string description, string schema, Func<AIFunctionArguments, string> body) : AIFunction
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema { get; } = Parse(schema);

    internal static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new(Parse(body(arguments)));
}
