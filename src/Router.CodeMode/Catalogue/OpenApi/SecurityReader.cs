using System.Text.Json;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Reads what operations ask callers to show. Not thread-safe.</summary>
internal sealed class SecurityReader
{
    private readonly ApiDocument _document;
    private readonly Dictionary<string, OpenApiCredential> _schemes = new(StringComparer.Ordinal);

    internal SecurityReader(ApiDocument document)
    {
        _document = document;
        if (CatalogueJson.Member(document.Root, "components", JsonValueKind.Object) is { } components
            && CatalogueJson.Member(components, "securitySchemes", JsonValueKind.Object) is { } schemes)
        {
            foreach (JsonProperty scheme in schemes.EnumerateObject())
            {
                if (document.Resolve(scheme.Value, scheme.Name) is { } json && CatalogueJson.Text(json, "type") is { } type)
                {
                    _schemes[scheme.Name] = new OpenApiCredential(
                        scheme.Name, type, CatalogueJson.Text(json, "in"), CatalogueJson.Text(json, "name"), CatalogueJson.Text(json, "scheme"), []);
                }
            }
        }
    }

    /// <summary>Every scheme of the document.</summary>
    internal IReadOnlyCollection<OpenApiCredential> Credentials => _schemes.Values;

    internal IReadOnlyList<IReadOnlyList<OpenApiCredential>> Read(JsonElement operation, string where)
    {
        JsonElement? list = CatalogueJson.Member(operation, "security", JsonValueKind.Array) ?? CatalogueJson.Member(_document.Root, "security", JsonValueKind.Array);
        List<IReadOnlyList<OpenApiCredential>> alternatives = [];
        foreach (JsonElement requirement in list?.EnumerateArray().ToArray() ?? [])
        {
            List<OpenApiCredential> all = [];
            foreach (JsonProperty need in requirement.ValueKind == JsonValueKind.Object ? requirement.EnumerateObject().ToArray() : [])
            {
                if (_schemes.TryGetValue(need.Name, out OpenApiCredential? scheme))
                {
                    string[] scopes = need.Value.ValueKind == JsonValueKind.Array
                        ? [.. need.Value.EnumerateArray().Where(scope => scope.ValueKind == JsonValueKind.String).Select(scope => scope.GetString()!)]
                        : [];
                    all.Add(scheme with { Scopes = scopes });
                }
                else
                {
                    _document.Report(where, $"its security names '{need.Name}', which no security scheme is called.");
                }
            }

            alternatives.Add(all);
        }

        return alternatives;
    }
}
