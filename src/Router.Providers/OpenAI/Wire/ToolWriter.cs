using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>. A function is written once and its bytes are kept with it,
/// since the same functions come with each request. Thread-safe.
/// </summary>
internal sealed class ToolWriter(ChatDialect dialect)
{
    private readonly ConditionalWeakTable<AIFunctionDeclaration, byte[]> _written = [];
    private readonly ConditionalWeakTable<AIFunctionDeclaration, byte[]> _writtenStrict = [];

    /// <summary>Writes the tools of a request, if it has any.</summary>
    /// <exception cref="NotSupportedException">A tool is not a function.</exception>
    internal void Write(RequestFields fields, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        bool? strict = Strictness.Of(options.AdditionalProperties);
        if (fields.Begin("tools"))
        {
            fields.Writer.WriteStartArray();
            foreach (AITool tool in tools)
            {
                WriteTool(fields.Writer, tool, strict);
            }

            fields.Writer.WriteEndArray();
        }

        if ((dialect.AutoToolChoice || options.ToolMode is not (null or AutoChatToolMode)) && fields.Begin("tool_choice"))
        {
            WriteChoice(fields.Writer, options.ToolMode);
        }

        if (options.AllowMultipleToolCalls is { } parallel && fields.Begin("parallel_tool_calls"))
        {
            fields.Writer.WriteBooleanValue(parallel);
        }
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                writer.WriteStringValue("none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject();
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteStringValue("required");
                break;
            default:
                writer.WriteStringValue("auto");
                break;
        }
    }

    private void WriteTool(Utf8JsonWriter writer, AITool tool, bool? strict)
    {
        if (tool as AIFunctionDeclaration is not { } function)
        {
            throw new NotSupportedException($"The tool '{tool.GetType().Name}' is not supported: chat completions take functions alone.");
        }

        strict = Strictness.Of(function.AdditionalProperties) ?? strict;
        byte[] json = strict is null
            ? _written.GetValue(function, f => Serialize(f, null))
            : strict is true
                ? _writtenStrict.GetValue(function, f => Serialize(f, true))
                : Serialize(function, false);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    private byte[] Serialize(AIFunctionDeclaration function, bool? strict)
    {
        using PooledBuffer buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            if (!dialect.FlatTools)
            {
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
            }

            writer.WriteString("name", function.Name);
            writer.WriteString("description", function.Description);
            if (strict is { } value)
            {
                writer.WriteBoolean("strict", value);
            }

            writer.WritePropertyName("parameters");
            WriteParameters(writer, strict is true ? StrictSchema.Of(function.JsonSchema) : function.JsonSchema);
            if (!dialect.FlatTools)
            {
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer.Span.ToArray();
    }

    /// <summary>Writes a schema with the members OpenAI expects of every function, keeping whatever it says itself.</summary>
    private static void WriteParameters(Utf8JsonWriter writer, JsonElement schema)
    {
        writer.WriteStartObject();
        bool type = false, properties = false, required = false, additional = false;
        if (schema.ValueKind is JsonValueKind.Object)
        {
            foreach (JsonProperty member in schema.EnumerateObject())
            {
                type |= member.NameEquals("type"u8);
                properties |= member.NameEquals("properties"u8);
                required |= member.NameEquals("required"u8);
                additional |= member.NameEquals("additionalProperties"u8);
                member.WriteTo(writer);
            }
        }

        if (!type)
        {
            writer.WriteString("type", "object");
        }

        if (!properties)
        {
            writer.WriteStartObject("properties");
            writer.WriteEndObject();
        }

        if (!required)
        {
            writer.WriteStartArray("required");
            writer.WriteEndArray();
        }

        if (!additional)
        {
            writer.WriteBoolean("additionalProperties", false);
        }

        writer.WriteEndObject();
    }
}
