using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Writes <c>response_format</c>.</summary>
internal static class ResponseFormatWriter
{
    private const string DefaultName = "json_schema";

    internal static void Write(RequestFields fields, ChatOptions options, ChatDialect dialect)
    {
        if (options.ResponseFormat is not { } format || !fields.Begin("response_format"))
        {
            return;
        }

        Utf8JsonWriter writer = fields.Writer;
        writer.WriteStartObject();
        if (format is ChatResponseFormatJson { Schema: { } schema } json)
        {
            writer.WriteString("type", "json_schema");
            writer.WritePropertyName("json_schema");
            if (dialect.BareSchema)
            {
                WriteBare(writer, schema, json);
            }
            else
            {
                WriteNamed(writer, schema, json, Strictness.Of(options.AdditionalProperties));
            }
        }
        else
        {
            writer.WriteString("type", format is ChatResponseFormatJson ? "json_object" : "text");
        }

        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, JsonElement schema, ChatResponseFormatJson format, bool? strict)
    {
        writer.WriteStartObject();
        writer.WriteString("name", format.SchemaName ?? DefaultName);
        if (format.SchemaDescription is { } description)
        {
            writer.WriteString("description", description);
        }

        writer.WritePropertyName("schema");
        (strict is true ? StrictSchema.Of(schema) : schema).WriteTo(writer);
        if (strict is { } value)
        {
            writer.WriteBoolean("strict", value);
        }

        writer.WriteEndObject();
    }

    private static void WriteBare(Utf8JsonWriter writer, JsonElement schema, ChatResponseFormatJson format)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            schema.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        if (format.SchemaName is { } name && !schema.TryGetProperty("title"u8, out _))
        {
            writer.WriteString("title", name);
        }

        if (format.SchemaDescription is { } description && !schema.TryGetProperty("description"u8, out _))
        {
            writer.WriteString("description", description);
        }

        foreach (JsonProperty property in schema.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
