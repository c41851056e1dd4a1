using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>
/// Reads a document of any version (2.0 to 3.2) and gives it in the form of the latest, whose schemas are JSON Schema 2020-12. Stateless.
/// </summary>
internal static class DocumentReader
{
    private const int ShownErrors = 20;

    /// <exception cref="CatalogueException">It is no document.</exception>
    internal static JsonElement Read(ReadOnlyMemory<byte> bytes, string name)
    {
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        CheckJson(bytes, name);
        ReadResult read;
        try
        {
            // Nothing else is fetched: a document that names files or addresses would have this machine ask for them.
            OpenApiReaderSettings settings = new() { LoadExternalRefs = false, RuleSet = ValidationRuleSet.GetEmptyRuleSet() };
            using MemoryStream stream = new(bytes.ToArray(), writable: false);
            read = OpenApiDocument.Load(stream, "json", settings);
        }
        catch (Exception exception) when (exception is OpenApiException or JsonException or InvalidOperationException or ArgumentException or FormatException or NullReferenceException)
        {
            throw new CatalogueException($"OpenAPI document {name}: it cannot be read: {Texts.OneLine(exception.Message, 300)}", exception);
        }

        if (read.Diagnostic?.Errors is { Count: > 0 } errors)
        {
            throw new CatalogueException([.. errors.Take(ShownErrors).Select(error => $"OpenAPI document {name}, {error.Pointer}: {Texts.OneLine(error.Message, 300)}")]);
        }

        return read.Document is { } document ? Write(document) : throw new CatalogueException($"OpenAPI document {name}: it is empty.");
    }

    private static void CheckJson(ReadOnlyMemory<byte> bytes, string name)
    {
        string? problem = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 256 });
            problem = document.RootElement.ValueKind != JsonValueKind.Object ? "it is no JSON object"
                : document.RootElement.TryGetProperty("openapi", out _) || document.RootElement.TryGetProperty("swagger", out _) ? null
                : "it has no member 'openapi' that says its version";
        }
        catch (JsonException exception)
        {
            problem = $"it is no JSON (line {exception.LineNumber + 1}); YAML has to be converted first";
        }

        if (problem is not null)
        {
            throw new CatalogueException($"OpenAPI document {name}: {problem}.");
        }
    }

    private static JsonElement Write(OpenApiDocument document)
    {
        using MemoryStream stream = new();
        using (StreamWriter text = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 * 1024, leaveOpen: true))
        {
            document.SerializeAsV32(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        }

        return JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length), new JsonDocumentOptions { MaxDepth = 512 });
    }
}
