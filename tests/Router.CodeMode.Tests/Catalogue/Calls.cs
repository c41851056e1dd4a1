using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Catalogue;

/// <summary>Calls as programs make them, and functions to be called.</summary>
internal static class Calls
{
    internal static CodeCall Call(string name, string arguments, string? session = null) =>
        new() { RunId = "run", Number = 1, Name = name, Arguments = JsonElement.Parse(arguments), SessionId = session };

    internal static async Task<CodeCallResult> InvokeAsync(this CatalogueDispatcher dispatcher, string name, string arguments, string? session = null) =>
        await dispatcher.InvokeAsync(Call(name, arguments, session), CancellationToken.None);

    internal static async Task<JsonElement> ValueAsync(this CatalogueDispatcher dispatcher, string name, string arguments)
    {
        CodeCallResult result = await dispatcher.InvokeAsync(name, arguments);
        result.Error.Should().BeNull();
        return result.Value!.Value;
    }

    internal static async Task<CodeError> ErrorAsync(this CatalogueDispatcher dispatcher, string name, string arguments)
    {
        CodeCallResult result = await dispatcher.InvokeAsync(name, arguments);
        result.Error.Should().NotBeNull();
        return result.Error!;
    }

    internal static CatalogueParameter Parameter(string name, string schema, bool required = true) => new(name, JsonElement.Parse(schema), required);

    /// <summary>A function that answers with its arguments.</summary>
    internal static CatalogueFunction Echo(string name, params CatalogueParameter[] parameters) => new()
    {
        Name = name,
        RawName = name,
        Source = "tests",
        Parameters = parameters,
        Invoke = static (call, _) => new(CodeCallResult.Success(CatalogueJson.Object(call.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal)))),
    };

    internal static async Task<FunctionCatalogue> CatalogueAsync(params CatalogueFunction[] functions) =>
        await new FunctionCatalogueBuilder().Add(new ListSource("tests", null, functions)).BuildAsync();

    internal static async Task<CatalogueDispatcher> DispatcherAsync(params CatalogueFunction[] functions) => new(await CatalogueAsync(functions));

    internal sealed class ListSource(string name, string? root, IReadOnlyList<CatalogueFunction> functions) : ICatalogueSource
    {
        public string Name => name;

        public string? Root => root;

        public ValueTask<IReadOnlyList<CatalogueFunction>> LoadAsync(CancellationToken cancellationToken) => new(functions);
    }
}
