using System.Text.Json;
using System.Text.RegularExpressions;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>
/// Reads the parameters of one operation: those of its path, overridden by its own, and one for each placeholder that nobody declared. Not
/// thread-safe.
/// </summary>
internal sealed class ParameterReader(ApiDocument document, IReadOnlyCollection<OpenApiCredential> credentials, string where)
{
    private static readonly JsonElement Text = JsonElement.Parse("""{"type":"string"}"""u8);

    // The specification takes the first three away; the others frame the message itself.
    private static readonly string[] NotSent =
        ["Accept", "Content-Type", "Authorization", "Host", "Content-Length", "Transfer-Encoding", "Connection", "Cookie", "Upgrade", "TE", "Trailer", "Proxy-Authorization", "Expect"];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The names that arguments have by now.</summary>
    internal IReadOnlySet<string> Names => _names;

    internal IReadOnlyList<ApiParameter> Read(string path, JsonElement item, JsonElement operation)
    {
        Dictionary<(string Name, ParameterPlace Place), ApiParameter> declared = [];
        Declare(item, declared);
        Declare(operation, declared);
        HashSet<string> placeholders = new(StringComparer.Ordinal);
        foreach (Match match in OperationReader.Placeholder().Matches(path))
        {
            string name = match.Groups[1].Value;
            placeholders.Add(name);
            if (!declared.ContainsKey((name, ParameterPlace.Path)))
            {
                declared[(name, ParameterPlace.Path)] = new ApiParameter
                {
                    Name = name,
                    WireName = name,
                    Place = ParameterPlace.Path,
                    Style = ParameterStyle.Simple,
                    Required = true,
                    Schema = Text,
                };
            }
        }

        List<ApiParameter> parameters = [];
        foreach (ApiParameter parameter in declared.Values.Where(parameter => parameter.Place != ParameterPlace.Path || placeholders.Contains(parameter.WireName)).OrderBy(parameter => parameter.Place))
        {
            parameters.Add(parameter with { Name = Free(parameter) });
        }

        return parameters;
    }

    private string Free(ApiParameter parameter)
    {
        string name = parameter.WireName;
        if (!_names.Add(name))
        {
            name = $"{name}_{parameter.Place switch
            {
                ParameterPlace.Query => "query",
                ParameterPlace.Header => "header",
                ParameterPlace.Cookie => "cookie",
                _ => "path",
            }}";
            while (!_names.Add(name))
            {
                name += "_";
            }
        }

        return name;
    }

    private void Declare(JsonElement owner, Dictionary<(string Name, ParameterPlace Place), ApiParameter> declared)
    {
        if (CatalogueJson.Member(owner, "parameters", JsonValueKind.Array) is not { } list)
        {
            return;
        }

        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (document.Resolve(entry, where) is { } json && Read(json) is { } parameter && !IsHosts(parameter))
            {
                declared[(parameter.WireName, parameter.Place)] = parameter;
            }
        }
    }

    private ApiParameter? Read(JsonElement json)
    {
        if (CatalogueJson.Text(json, "name") is not { Length: > 0 } name)
        {
            document.Report(where, "a parameter has no name.");
            return null;
        }

        ParameterPlace? place = CatalogueJson.Text(json, "in") switch
        {
            "path" => ParameterPlace.Path,
            "query" => ParameterPlace.Query,
            "header" => ParameterPlace.Header,
            "cookie" => ParameterPlace.Cookie,
            _ => null,
        };
        if (place is not { } known)
        {
            document.Report(where, $"the parameter '{name}' is in '{CatalogueJson.Text(json, "in")}'; it can be in path, query, header or cookie.");
            return null;
        }

        JsonElement? content = CatalogueJson.Member(json, "content", JsonValueKind.Object) is { } contents && contents.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } first
            ? first.Value
            : null;
        ParameterStyle style = Style(CatalogueJson.Text(json, "style"), known, name);
        JsonElement schema = (content ?? json).TryGetProperty("schema", out JsonElement given) ? given : ApiDocument.NoSchema;
        document.CheckReferences(schema, where);
        return new ApiParameter
        {
            Name = name,
            WireName = name,
            Place = known,
            Style = style,
            Explode = json.TryGetProperty("explode", out JsonElement explode) ? explode.ValueKind == JsonValueKind.True : style == ParameterStyle.Form,
            AllowReserved = known == ParameterPlace.Query && CatalogueJson.Flag(json, "allowReserved"),
            IsJson = content is not null,
            Required = known == ParameterPlace.Path || CatalogueJson.Flag(json, "required"),
            Schema = schema,
            Description = CatalogueJson.Text(json, "description")?.Trim() ?? "",
        };
    }

    private ParameterStyle Style(string? text, ParameterPlace place, string name)
    {
        ParameterStyle style = text switch
        {
            null => ApiParameter.DefaultStyle(place),
            "simple" => ParameterStyle.Simple,
            "label" => ParameterStyle.Label,
            "matrix" => ParameterStyle.Matrix,
            "form" or "cookie" => ParameterStyle.Form,
            "spaceDelimited" => ParameterStyle.SpaceDelimited,
            "pipeDelimited" => ParameterStyle.PipeDelimited,
            "deepObject" => ParameterStyle.DeepObject,
            _ => (ParameterStyle)(-1),
        };
        bool fits = place switch
        {
            ParameterPlace.Path => style is ParameterStyle.Simple or ParameterStyle.Label or ParameterStyle.Matrix,
            ParameterPlace.Query => style is ParameterStyle.Form or ParameterStyle.SpaceDelimited or ParameterStyle.PipeDelimited or ParameterStyle.DeepObject,
            ParameterPlace.Header => style is ParameterStyle.Simple,
            _ => style is ParameterStyle.Form,
        };
        if (!fits)
        {
            document.Report(where, $"the parameter '{name}' has the style '{text}', which there is none of in a {place}.");
        }

        return style;
    }

    // What the host sends itself is no argument: a program that could give it could take the host's place.
    private bool IsHosts(ApiParameter parameter) => parameter.Place switch
    {
        ParameterPlace.Header => NotSent.Contains(parameter.WireName, StringComparer.OrdinalIgnoreCase) || IsCredential("header", parameter.WireName),
        ParameterPlace.Query => IsCredential("query", parameter.WireName),
        ParameterPlace.Cookie => IsCredential("cookie", parameter.WireName),
        _ => false,
    };

    private bool IsCredential(string place, string name) =>
        credentials.Any(credential => credential.In == place && string.Equals(credential.Name, name, StringComparison.OrdinalIgnoreCase));
}
