using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Catalogue.Tools;

/// <summary>What a tool returned, as a value for a program. Stateless.</summary>
internal static class ToolResult
{
    /// <summary>The value; null where there is none.</summary>
    /// <param name="result">What the tool returned.</param>
    /// <param name="isBytes">Whether its method returns bytes, so that a text is their base64.</param>
    /// <param name="options">The tool's own way to write types.</param>
    internal static JsonElement? ToElement(object? result, bool isBytes, JsonSerializerOptions options) => result switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.String } text when isBytes => CatalogueJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString(JsonKinds.BytesMember, text.GetString());
            writer.WriteEndObject();
        }),
        JsonElement element => element.Clone(),
        string text => CatalogueJson.String(text),
        byte[] bytes => CodeBytes.ToElement(bytes, null),
        ReadOnlyMemory<byte> bytes => CodeBytes.ToElement(bytes.Span, null),
        Memory<byte> bytes => CodeBytes.ToElement(bytes.Span, null),
        AIContent content => Content(content, options),
        IEnumerable<AIContent> contents => Contents([.. contents], options),
        JsonNode node => CatalogueJson.Write(writer => node.WriteTo(writer)),
        _ => JsonSerializer.SerializeToElement(result, options.GetTypeInfo(result.GetType())),
    };

    private static JsonElement? Contents(AIContent[] contents, JsonSerializerOptions options) => contents.Length == 1
        ? Content(contents[0], options)
        : CatalogueJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (AIContent content in contents)
            {
                Content(content, options).WriteTo(writer);
            }

            writer.WriteEndArray();
        });

    private static JsonElement Content(AIContent content, JsonSerializerOptions options) => content switch
    {
        TextContent text => CatalogueJson.String(text.Text ?? ""),
        DataContent data => CodeBytes.ToElement(data.Data.Span, data.MediaType),
        UriContent uri => CatalogueJson.String(uri.Uri.ToString()),
        _ => JsonSerializer.SerializeToElement(content, options.GetTypeInfo(typeof(AIContent))),
    };
}
