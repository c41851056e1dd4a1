using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Tests.Catalogue;

/// <summary>A tool of a declaration and a body.</summary>
internal sealed class StubFunction(AIFunctionDeclaration declaration, Func<AIFunctionArguments, object?> body) : AIFunction
{
    public override string Name => declaration.Name;

    public override string Description => declaration.Description;

    public override JsonElement JsonSchema => declaration.JsonSchema;

    public override JsonElement? ReturnJsonSchema => declaration.ReturnJsonSchema;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new(body(arguments));
}
