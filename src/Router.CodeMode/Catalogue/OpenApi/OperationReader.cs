using System.Text.Json;
using System.Text.RegularExpressions;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Reads the operations of a document into functions. Not thread-safe.</summary>
internal sealed partial class OperationReader(ApiDocument document, OpenApiSourceOptions options)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
    private readonly ServerReader _servers = new(document, options);
    private readonly SecurityReader _security = new(document);
    private readonly BodyReader _bodies = new(document);
    private readonly ResultReader _results = new(document);

    /// <summary>Every operation that is to become a function.</summary>
    internal IEnumerable<(ApiOperation Operation, CatalogueFunction Function)> Read(Func<ApiOperation, CatalogueFunction, CatalogueFunction> finish)
    {
        if (CatalogueJson.Member(document.Root, "paths", JsonValueKind.Object) is not { } paths)
        {
            yield break;
        }

        foreach (JsonProperty path in paths.EnumerateObject())
        {
            if (!path.Name.StartsWith('/') || document.Resolve(path.Value, path.Name) is not { } item)
            {
                continue;
            }

            foreach ((string method, JsonElement operation) in Operations(item))
            {
                OpenApiEndpoint endpoint = new(
                    method, path.Name, CatalogueJson.Text(operation, "operationId"), Strings(operation, "tags"), CatalogueJson.Flag(operation, "deprecated"));
                if (options.Include(endpoint) && Read(endpoint, item, operation) is { } read)
                {
                    yield return (read.Operation, finish(read.Operation, read.Function));
                }
            }
        }
    }

    private static IEnumerable<(string Method, JsonElement Operation)> Operations(JsonElement item)
    {
        foreach (string method in Methods)
        {
            if (CatalogueJson.Member(item, method, JsonValueKind.Object) is { } operation)
            {
                yield return (method.ToUpperInvariant(), operation);
            }
        }

        if (CatalogueJson.Member(item, "additionalOperations", JsonValueKind.Object) is { } further)
        {
            foreach (JsonProperty operation in further.EnumerateObject().Where(operation => operation.Value.ValueKind == JsonValueKind.Object))
            {
                yield return (operation.Name, operation.Value);
            }
        }
    }

    private (ApiOperation Operation, CatalogueFunction Function)? Read(OpenApiEndpoint endpoint, JsonElement item, JsonElement json)
    {
        string where = $"{endpoint.Method} {endpoint.Path}";
        if (_servers.Read(item, json, where) is not { } server)
        {
            return null;
        }

        IReadOnlyList<IReadOnlyList<OpenApiCredential>> security = _security.Read(json, where);
        ParameterReader parameters = new(document, _security.Credentials, where);
        IReadOnlyList<ApiParameter> read = parameters.Read(endpoint.Path, item, json);
        (ApiBody? body, IReadOnlyList<CatalogueParameter> bodyParameters) = _bodies.Read(json, parameters.Names, where);
        (JsonElement? result, IReadOnlyList<string> accept) = _results.Read(json, where);
        ApiOperation operation = new()
        {
            Endpoint = endpoint,
            Server = server,
            Parameters = read,
            Body = body,
            Security = security,
            Accept = accept,
        };
        return (operation, Describe(operation, json, bodyParameters, result));
    }

    private CatalogueFunction Describe(ApiOperation operation, JsonElement json, IReadOnlyList<CatalogueParameter> body, JsonElement? result)
    {
        OpenApiEndpoint endpoint = operation.Endpoint;
        string raw = endpoint.OperationId ?? $"{endpoint.Method} {endpoint.Path}";
        (string summary, string description) = CatalogueJson.Text(json, "summary") is { Length: > 0 } told
            ? (Texts.OneLine(told, 200), CatalogueJson.Text(json, "description")?.Trim() ?? "")
            : Texts.Split(CatalogueJson.Text(json, "description"));
        bool isRead = endpoint.Method is "GET" or "HEAD" or "OPTIONS" or "QUERY";
        return new CatalogueFunction
        {
            Name = CatalogueNames.Sanitize(options.Root, options.NameOf?.Invoke(endpoint) ?? endpoint.OperationId ?? PathName(endpoint)),
            RawName = raw,
            Source = $"OpenAPI document {document.Name}",
            Summary = endpoint.Deprecated ? $"(deprecated) {summary}".TrimEnd() : summary,
            Description = description,
            Parameters =
            [
                .. operation.Parameters.Select(parameter => new CatalogueParameter(parameter.Name, parameter.Schema, parameter.Required) { Description = parameter.Description }),
                .. body,
            ],
            ResultSchema = result,
            SchemaRoot = document.Root,
            Tags = endpoint.Tags,
            RequiresApproval = options.RequiresApproval(endpoint),
            ReadOnly = isRead,
            Idempotent = isRead || endpoint.Method is "PUT" or "DELETE",
            Invoke = static (_, _) => throw new InvalidOperationException("The function is not finished."),
        };
    }

    // GET /pets/{petId}/toys is get_pets_by_petId_toys: a placeholder and a word of the same letters stay two names.
    private static string PathName(OpenApiEndpoint endpoint) =>
#pragma warning disable CA1308 // A method in the style of other names; it is no comparison of texts.
        $"{endpoint.Method.ToLowerInvariant()}_{Placeholder().Replace(endpoint.Path, "by_$1").Replace('/', '_').Replace('.', '_').Trim('_')}";
#pragma warning restore CA1308

    private static string[] Strings(JsonElement json, string name) =>
        CatalogueJson.Member(json, name, JsonValueKind.Array) is { } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    internal static partial Regex Placeholder();
}
