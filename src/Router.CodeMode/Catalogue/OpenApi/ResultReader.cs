using System.Text.Json;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Reads what operations answer with where they succeed. Not thread-safe.</summary>
internal sealed class ResultReader(ApiDocument document)
{
    private static readonly JsonElement Null = JsonElement.Parse("""{"type":"null"}"""u8);
    private static readonly JsonElement Text = JsonElement.Parse("""{"type":"string"}"""u8);

    /// <summary>The schema of the result, null where it is not known, and the media types to ask for.</summary>
    internal (JsonElement? Schema, IReadOnlyList<string> Accept) Read(JsonElement operation, string where)
    {
        if (CatalogueJson.Member(operation, "responses", JsonValueKind.Object) is not { } responses)
        {
            return (null, []);
        }

        List<JsonElement> schemas = [];
        List<string> accept = [];
        bool unknown = false;
        foreach (JsonProperty response in responses.EnumerateObject().Where(response => response.Name.StartsWith('2')))
        {
            if (document.Resolve(response.Value, where) is { } json)
            {
                unknown |= !Add(json, schemas, accept, where);
            }
        }

        if (schemas.Count == 0 && !unknown && responses.TryGetProperty("default", out JsonElement fallback) && document.Resolve(fallback, where) is { } told)
        {
            unknown = !Add(told, schemas, accept, where);
        }

        return (unknown || schemas.Count == 0 ? null : schemas.Count == 1 ? schemas[0] : AnyOf(schemas), [.. accept.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    // False: it answers with something that is not told.
    private bool Add(JsonElement response, List<JsonElement> schemas, List<string> accept, string where)
    {
        if (CatalogueJson.Member(response, "content", JsonValueKind.Object) is not { } contents || contents.GetPropertyCount() == 0)
        {
            AddDistinct(schemas, Null);
            return true;
        }

        JsonProperty[] all = [.. contents.EnumerateObject().Where(content => content.Value.ValueKind == JsonValueKind.Object)];
        JsonProperty chosen = Array.Find(all, content => content.Name.Contains("json", StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: JsonValueKind.Object } json ? json : all.FirstOrDefault();
        if (chosen.Value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        accept.AddRange(all.Select(content => content.Name).OrderByDescending(name => name == chosen.Name));
        if (chosen.Name.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            if (!chosen.Value.TryGetProperty("schema", out JsonElement schema))
            {
                return false;
            }

            document.CheckReferences(schema, where);
            AddDistinct(schemas, schema);
            return true;
        }

        AddDistinct(schemas, chosen.Name.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || chosen.Name.EndsWith("xml", StringComparison.OrdinalIgnoreCase) ? Text : CodeBytes.Schema);
        return true;
    }

    private static void AddDistinct(List<JsonElement> schemas, JsonElement schema)
    {
        if (!schemas.Exists(known => known.GetRawText() == schema.GetRawText()))
        {
            schemas.Add(schema);
        }
    }

    private static JsonElement AnyOf(List<JsonElement> schemas) => CatalogueJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("anyOf");
        schemas.ForEach(schema => schema.WriteTo(writer));
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
