using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;
using Router.CodeMode.Tests.Npm;

namespace Router.CodeMode.Tests.Corpora;

/// <summary>
/// The 1,223 operations of GitHub's OpenAPI document. To be replaced by the catalogue's OpenAPI source: this reads only what that document has.
/// </summary>
internal static class GitHubFunctions
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];
    private static readonly Lazy<IReadOnlyList<CatalogueFunction>> Loaded = new(() => Load());

    internal static IReadOnlyList<CatalogueFunction> All => Loaded.Value;

    private static List<CatalogueFunction> Load()
    {
        JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(NpmFolder.PathOf("@octokit/openapi/generated/api.github.com.json")));
        JsonElement root = document.RootElement;
        List<CatalogueFunction> functions = [];
        foreach (JsonProperty path in root.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(member => Methods.Contains(member.Name)))
            {
                functions.Add(Read(root, path.Value, operation.Value));
            }
        }

        return functions;
    }

    private static CatalogueFunction Read(JsonElement root, JsonElement path, JsonElement operation)
    {
        string id = operation.GetProperty("operationId").GetString()!;
        List<CatalogueParameter> parameters = [];
        foreach (JsonElement parameter in Members(path, "parameters").Concat(Members(operation, "parameters")).Select(parameter => Resolve(root, parameter)))
        {
            parameters.Add(new CatalogueParameter(
                parameter.GetProperty("name").GetString()!, parameter.GetProperty("schema"), parameter.TryGetProperty("required", out JsonElement required) && required.GetBoolean())
            {
                Description = Text(parameter, "description"),
            });
        }

        if (operation.TryGetProperty("requestBody", out JsonElement body) && Schema(Resolve(root, body)) is JsonElement schema)
        {
            AddBody(root, parameters, schema);
        }

        return new CatalogueFunction
        {
            Name = "github." + id.Replace('/', '.').Replace('-', '_'),
            RawName = id,
            Source = "OpenAPI document api.github.com.json",
            Summary = Text(operation, "summary"),
            Description = Text(operation, "description"),
            Parameters = parameters,
            ResultSchema = Result(root, operation),
            SchemaRoot = root,
            Tags = [.. Members(operation, "tags").Select(tag => tag.GetString()!)],
            Invoke = (_, _) => ValueTask.FromException<CodeCallResult>(new NotSupportedException("It is only to be read.")),
        };
    }

    private static void AddBody(JsonElement root, List<CatalogueParameter> parameters, JsonElement schema)
    {
        JsonElement target = Resolve(root, schema);
        if (!target.TryGetProperty("properties", out JsonElement properties))
        {
            parameters.Add(new CatalogueParameter("body", schema, Required: true));
            return;
        }

        HashSet<string> required = [.. Members(target, "required").Select(name => name.GetString()!)];
        foreach (JsonProperty property in properties.EnumerateObject().Where(property => parameters.All(parameter => parameter.Name != property.Name)))
        {
            parameters.Add(new CatalogueParameter(property.Name, property.Value, required.Contains(property.Name)));
        }
    }

    private static JsonElement? Result(JsonElement root, JsonElement operation)
    {
        foreach (string status in (string[])["200", "201", "202"])
        {
            if (operation.GetProperty("responses").TryGetProperty(status, out JsonElement response) && Schema(Resolve(root, response)) is JsonElement schema)
            {
                return schema;
            }
        }

        return null;
    }

    private static JsonElement? Schema(JsonElement holder)
    {
        if (!holder.TryGetProperty("content", out JsonElement content))
        {
            return null;
        }

        foreach (JsonProperty type in content.EnumerateObject())
        {
            return type.Value.TryGetProperty("schema", out JsonElement schema) ? schema : null;
        }

        return null;
    }

    private static JsonElement Resolve(JsonElement root, JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out JsonElement reference))
        {
            element = reference.GetString()!.Split('/').Skip(1).Aggregate(root, (found, part) => found.GetProperty(part));
        }

        return element;
    }

    private static JsonElement.ArrayEnumerator Members(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement list) ? list.EnumerateArray() : default;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement text) ? text.GetString()! : string.Empty;
}
