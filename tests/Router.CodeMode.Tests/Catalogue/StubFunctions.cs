using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Tests.Catalogue;

internal static class StubFunctions
{
    internal static AIFunction AsFunction(this AIFunctionDeclaration declaration, Func<AIFunctionArguments, object?>? body = null) =>
        new StubFunction(declaration, body ?? (static _ => null));

    internal static AIFunction Make(string name, string schema, Func<AIFunctionArguments, object?>? body = null, string? description = null) =>
        AIFunctionFactory.CreateDeclaration(name, description, JsonElement.Parse(schema)).AsFunction(body);
}
