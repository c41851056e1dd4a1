using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>
/// Reads the bodies of requests. The members of a body that is an object become arguments beside the parameters, where no two would have one name;
/// any other body is one argument. Not thread-safe.
/// </summary>
internal sealed class BodyReader(ApiDocument document)
{
    private const string BodyName = "body";

    internal (ApiBody? Body, IReadOnlyList<CatalogueParameter> Parameters) Read(JsonElement operation, IReadOnlySet<string> taken, string where)
    {
        if (!operation.TryGetProperty("requestBody", out JsonElement reference)
            || document.Resolve(reference, where) is not { } json
            || CatalogueJson.Member(json, "content", JsonValueKind.Object) is not { } contents
            || Choose(contents) is not { } choice)
        {
            return (null, []);
        }

        JsonElement schema = choice.Content.TryGetProperty("schema", out JsonElement given) ? given : ApiDocument.NoSchema;
        document.CheckReferences(schema, where);
        bool required = CatalogueJson.Flag(json, "required");
        ApiBody body = new()
        {
            Form = choice.Form,
            MediaType = choice.MediaType,
            Required = required,
            Encoding = CatalogueJson.Member(choice.Content, "encoding", JsonValueKind.Object),
        };
        if (choice.Form is BodyForm.Json or BodyForm.UrlEncoded or BodyForm.Multipart && Members(schema, taken) is { } members)
        {
            List<CatalogueParameter> parameters = [.. members.Parameters.Where(member => !IsReadOnly(member.Schema)).Select(member => Fit(member, choice.Form) with { Required = member.Required && required })];
            bool loose = !required && members.Parameters.Any(member => member.Required);
            return (body with { Members = parameters, Whole = members.Whole is not null || loose ? schema : null }, parameters);
        }

        string name = taken.Contains(BodyName) ? "requestBody" : BodyName;
        JsonElement argument = choice.Form switch
        {
            BodyForm.Bytes => CodeBytes.Schema,
            BodyForm.Text => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out _) ? schema : JsonElement.Parse("""{"type":"string"}"""u8),
            _ => schema,
        };
        return (body with { Argument = name }, [new CatalogueParameter(name, argument, required) { Description = CatalogueJson.Text(json, "description")?.Trim() ?? "" }]);
    }

    // The object's members, where they say all that the body is.
    private ObjectSchema? Members(JsonElement schema, IReadOnlySet<string> taken)
    {
        if (SchemaPointer.Resolve(document.Root, schema) is not { ValueKind: JsonValueKind.Object } target)
        {
            return null;
        }

        bool own = CatalogueJson.Member(target, "properties", JsonValueKind.Object) is not null || CatalogueJson.Member(target, "allOf", JsonValueKind.Array) is not null;
        if (!own || (target.TryGetProperty("type", out JsonElement type) && !IsObject(type)))
        {
            return null;
        }

        ObjectSchema members = ObjectSchema.Read(target, document.Root);
        return members.Parameters.Count > 0 && !members.TakesFurtherMembers && !members.Parameters.Any(member => taken.Contains(member.Name)) ? members : null;
    }

    private static bool IsObject(JsonElement type) =>
        type.ValueKind == JsonValueKind.String ? type.ValueEquals("object") : type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(one => one.ValueEquals("object"));

    // In 3.1 a file of a form has no type at all, or a text's media type.
    private static CatalogueParameter Fit(CatalogueParameter member, BodyForm form) =>
        form == BodyForm.Multipart && member.Schema.ValueKind == JsonValueKind.Object && !member.Schema.TryGetProperty("$ref", out _)
        && (JsonKinds.TakesBytes(member.Schema) || member.Schema.GetPropertyCount() == 0)
            ? member with { Schema = CodeBytes.Schema }
            : member;

    private bool IsReadOnly(JsonElement schema) =>
        SchemaPointer.Resolve(document.Root, schema) is { } target && (CatalogueJson.Flag(target, "readOnly") || CatalogueJson.Flag(schema, "readOnly"));

    private static (BodyForm Form, string MediaType, JsonElement Content)? Choose(JsonElement contents)
    {
        (BodyForm Form, string MediaType, JsonElement Content)? best = null;
        foreach (JsonProperty content in contents.EnumerateObject())
        {
            (BodyForm form, string mediaType) = Form(content.Name.Split(';')[0].Trim());
            if (content.Value.ValueKind == JsonValueKind.Object && (best is null || form < best.Value.Form))
            {
                best = (form, mediaType, content.Value);
            }
        }

        return best;
    }

    private static (BodyForm Form, string MediaType) Form(string mediaType) =>
        mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ? (BodyForm.Json, mediaType)
        : mediaType is "*/*" or "application/*" ? (BodyForm.Json, "application/json")
        : mediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? (BodyForm.UrlEncoded, mediaType)
        : mediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? (BodyForm.Multipart, mediaType)
        : mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("xml", StringComparison.OrdinalIgnoreCase)
            ? (BodyForm.Text, mediaType.EndsWith('*') ? "text/plain" : mediaType)
        : (BodyForm.Bytes, mediaType.EndsWith('*') ? "application/octet-stream" : mediaType);
}
