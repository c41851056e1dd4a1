using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Declarations;

/// <summary>Makes functions.</summary>
internal static class Make
{
    internal static JsonElement Json(string json, int depth = 64)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depth });
        return document.RootElement.Clone();
    }

    internal static CatalogueFunction Function(string name, string summary = "", string? result = null, string? root = null, params (string Name, string Schema, bool Required)[] parameters) => new()
    {
        Name = name,
        RawName = name,
        Source = "test",
        Summary = summary,
        Parameters = [.. parameters.Select(parameter => new CatalogueParameter(parameter.Name, Json(parameter.Schema), parameter.Required))],
        ResultSchema = result is null ? null : Json(result),
        SchemaRoot = root is null ? null : Json(root),
        Invoke = (_, _) => ValueTask.FromException<CodeCallResult>(new NotSupportedException("It is only to be read.")),
    };
}
