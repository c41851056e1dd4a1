using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Writes the bodies of requests. Thread-safe.</summary>
internal sealed class BodyWriter
{
    private readonly SchemaValidator _validator = new();

    /// <summary>The body of a call; null where there is none.</summary>
    /// <exception cref="CodeCallException">As a whole it is not what its schema says.</exception>
    internal HttpContent? Write(ApiBody body, JsonElement root, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        if (Value(body, root, arguments) is not { } value)
        {
            return null;
        }

        return body.Form switch
        {
            BodyForm.Json => Json(value, body.MediaType),
            BodyForm.UrlEncoded => Bytes(Encoding.ASCII.GetBytes(string.Join('&', Pairs(body, value))), body.MediaType),
            BodyForm.Multipart => Multipart(body, value),
            BodyForm.Text => Bytes(Encoding.UTF8.GetBytes(ParameterWriter.Text(value)), $"{body.MediaType}; charset=utf-8"),
            _ => CodeBytes.TryRead(value, out byte[]? bytes, out _)
                ? Bytes(bytes, body.MediaType)
                : Bytes(Encoding.UTF8.GetBytes(ParameterWriter.Text(value)), body.MediaType),
        };
    }

    private JsonElement? Value(ApiBody body, JsonElement root, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        if (body.Argument is { } name)
        {
            return arguments.TryGetValue(name, out JsonElement whole) ? whole : null;
        }

        KeyValuePair<string, JsonElement>[] members =
            [.. body.Members.Where(member => arguments.ContainsKey(member.Name)).Select(member => KeyValuePair.Create(member.Name, arguments[member.Name]))];
        if (members.Length == 0 && !body.Required)
        {
            return null;
        }

        JsonElement value = CatalogueJson.Object(members);
        if (body.Whole is { } schema && _validator.Check(value, schema, root, "body") is [SchemaProblem problem, ..])
        {
            throw new CodeCallException($"'{problem.Path}' {problem.Message}.") { Kind = CodeErrorKind.InvalidArguments };
        }

        return value;
    }

    private static ByteArrayContent Json(JsonElement value, string mediaType)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            CodeBytes.WritePlain(writer, value);
        }

        return Bytes(buffer.WrittenSpan.ToArray(), mediaType);
    }

    private static IEnumerable<string> Pairs(ApiBody body, JsonElement value)
    {
        foreach (JsonProperty member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToArray() : [])
        {
            JsonElement? encoding = EncodingOf(body, member.Name);
            ParameterStyle style = encoding is { } told && CatalogueJson.Text(told, "style") is { } text ? Style(text) : ParameterStyle.Form;
            bool isJson = encoding is { } typed && CatalogueJson.Text(typed, "contentType")?.Contains("json", StringComparison.OrdinalIgnoreCase) is true;
            ApiParameter parameter = new()
            {
                Name = member.Name,
                WireName = member.Name,
                Place = ParameterPlace.Query,
                Style = style,
                Explode = encoding is { } exploded && exploded.TryGetProperty("explode", out JsonElement explode) ? explode.ValueKind == JsonValueKind.True : style == ParameterStyle.Form,

                // The members of an object in a form would otherwise lose whose they are.
                IsJson = isJson || (encoding is null && member.Value.ValueKind == JsonValueKind.Object && !JsonKinds.IsBytes(member.Value)),
                Schema = ApiDocument.NoSchema,
            };
            foreach (string pair in ParameterWriter.Pairs(parameter, member.Value))
            {
                yield return pair.Replace("%20", "+", StringComparison.Ordinal);
            }
        }
    }

    private static MultipartFormDataContent Multipart(ApiBody body, JsonElement value)
    {
        MultipartFormDataContent form = [];
        foreach (JsonProperty member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToArray() : [])
        {
            string? mediaType = EncodingOf(body, member.Name) is { } encoding ? CatalogueJson.Text(encoding, "contentType")?.Split(',')[0].Trim() : null;
            JsonElement[] items = member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : [member.Value];
            foreach (JsonElement item in items)
            {
                Add(form, member.Name, item, mediaType is null || mediaType.Contains('*', StringComparison.Ordinal) ? null : mediaType);
            }
        }

        return form;
    }

    private static void Add(MultipartFormDataContent form, string name, JsonElement item, string? mediaType)
    {
        // A name that could end its header would write others.
        string quoted = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        bool isFile = CodeBytes.TryRead(item, out byte[]? bytes, out string? given);
        ByteArrayContent part = isFile
            ? Bytes(bytes!, mediaType ?? given ?? CodeBytes.ImageType(bytes) ?? "application/octet-stream")
            : Bytes(
                Encoding.UTF8.GetBytes(ParameterWriter.Text(item)),
                mediaType ?? (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "application/json" : "text/plain; charset=utf-8"));
        part.Headers.TryAddWithoutValidation("Content-Disposition", isFile ? $"form-data; name=\"{quoted}\"; filename=\"{quoted}\"" : $"form-data; name=\"{quoted}\"");
        form.Add(part);
    }

    private static ByteArrayContent Bytes(byte[] bytes, string mediaType)
    {
        ByteArrayContent content = new(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(mediaType, out MediaTypeHeaderValue? parsed) ? parsed : new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    private static JsonElement? EncodingOf(ApiBody body, string member) =>
        body.Encoding is { } all ? CatalogueJson.Member(all, member, JsonValueKind.Object) : null;

    private static ParameterStyle Style(string text) => text switch
    {
        "spaceDelimited" => ParameterStyle.SpaceDelimited,
        "pipeDelimited" => ParameterStyle.PipeDelimited,
        "deepObject" => ParameterStyle.DeepObject,
        _ => ParameterStyle.Form,
    };
}
