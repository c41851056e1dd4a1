using System.Text;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.OpenApi;
using Router.TestKit;

namespace Router.CodeMode.Tests.Catalogue.OpenApi;

/// <summary>A document, a server that answers as the test says, and a dispatcher over both.</summary>
internal sealed class ApiRig
{
    private ApiRig(CatalogueDispatcher dispatcher, StubHttpHandler server) => (Dispatcher, Server) = (dispatcher, server);

    internal CatalogueDispatcher Dispatcher { get; }

    internal StubHttpHandler Server { get; }

    internal RecordedRequest Last => Server.Requests[^1];

    internal static async Task<ApiRig> StartAsync(string document, Func<RecordedRequest, HttpResponseMessage>? answer = null, OpenApiSourceOptions? options = null)
    {
        StubHttpHandler server = new(answer ?? (_ => StubHttpHandler.Json("""{"ok":true}""")));
        FunctionCatalogue catalogue = await new FunctionCatalogueBuilder()
            .AddOpenApi(Encoding.UTF8.GetBytes(document), server, options ?? new OpenApiSourceOptions { Root = "api" })
            .BuildAsync();
        return new ApiRig(new CatalogueDispatcher(catalogue), server);
    }

    /// <summary>A document of one operation, <c>op</c>.</summary>
    internal static string Document(string path, string operation, string method = "get", string more = "") =>
        """
        {"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://api.test/v1"}],MORE
         "paths":{"PATH":{"METHOD":{"operationId":"op",OPERATION"responses":{"200":{"description":"ok"}}}}}}
        """
            .Replace("MORE", more, StringComparison.Ordinal)
            .Replace("PATH", path, StringComparison.Ordinal)
            .Replace("METHOD", method, StringComparison.Ordinal)
            .Replace("OPERATION", operation, StringComparison.Ordinal);

    internal static async Task<string> PathOfAsync(string path, string parameters, string arguments)
    {
        ApiRig rig = await StartAsync(Document(path, $"\"parameters\":{parameters},"));
        await rig.Dispatcher.ValueAsync("api.op", arguments);
        return rig.Last.Message.RequestUri!.AbsoluteUri["https://api.test/v1".Length..];
    }
}
