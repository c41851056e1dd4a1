using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Canonical;

/// <summary>Writes the options of a request, tools included. Null members and empty dictionaries are left out.</summary>
internal static class CanonicalOptions
{
    internal static void Write(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.GetType() != typeof(ChatOptions) || options.RawRepresentationFactory is not null)
        {
            throw new NotSupportedException("Options with a RawRepresentationFactory, or of a type of their own, cannot be told from others.");
        }

        writer.WritePropertyName("options");
        JsonSerializer.Serialize(writer, options, CanonicalJson.InfoOf<ChatOptions>(CanonicalJson.Requests));
        if (options.Tools is { Count: > 0 } tools)
        {
            writer.WriteStartArray("tools");
            foreach (AITool tool in tools)
            {
                Write(writer, tool);
            }

            writer.WriteEndArray();
        }
    }

    internal static void Write(Utf8JsonWriter writer, ImageGenerationOptions options)
    {
        if (options.GetType() != typeof(ImageGenerationOptions) || options.RawRepresentationFactory is not null)
        {
            throw new NotSupportedException("Options with a RawRepresentationFactory, or of a type of their own, cannot be told from others.");
        }

        writer.WritePropertyName("options");
        JsonSerializer.Serialize(writer, options, CanonicalJson.InfoOf<ImageGenerationOptions>(CanonicalJson.Requests));
    }

    /// <summary>Writes additional properties as the member of that name, sorted; nothing where none is left without Router's own.</summary>
    internal static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>>? properties)
    {
        AdditionalPropertiesDictionary kept =
            new((properties ?? []).Where(pair => !CanonicalJson.IsRouters(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        if (kept.Count > 0)
        {
            writer.WritePropertyName("additionalProperties");
            JsonSerializer.Serialize(writer, kept, CanonicalJson.InfoOf<AdditionalPropertiesDictionary>(CanonicalJson.Requests));
        }
    }

    private static void Write(Utf8JsonWriter writer, AITool tool)
    {
        writer.WriteStartObject();
        writer.WriteString("name", tool.Name);
        writer.WriteString("description", tool.Description);
        switch (tool)
        {
            case AIFunctionDeclaration function:
                writer.WritePropertyName("parameters");
                function.JsonSchema.WriteTo(writer);
                if (function.ReturnJsonSchema is { } returns)
                {
                    writer.WritePropertyName("returns");
                    returns.WriteTo(writer);
                }

                break;
            case HostedWebSearchTool when tool.GetType() == typeof(HostedWebSearchTool):
                writer.WriteString("hosted", "webSearch");
                break;
            case HostedCodeInterpreterTool { Inputs: null or { Count: 0 } } when tool.GetType() == typeof(HostedCodeInterpreterTool):
                writer.WriteString("hosted", "codeInterpreter");
                break;
            default:
                throw new NotSupportedException($"A tool of the type {tool.GetType().Name} cannot be told from others.");
        }

        Write(writer, tool.AdditionalProperties);
        writer.WriteEndObject();
    }
}
