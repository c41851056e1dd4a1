using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Arguments and results of functions, to JSON and back, by the serialiser settings all of Microsoft.Extensions.AI shares.</summary>
internal static class FunctionJson
{
    private static readonly JsonTypeInfo<IDictionary<string, object?>> ArgumentsType =
        (JsonTypeInfo<IDictionary<string, object?>>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>));

    private static readonly JsonTypeInfo ObjectType = AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object));

    /// <summary>Arguments as JSON text; <c>null</c> where there are none.</summary>
    internal static string Arguments(IDictionary<string, object?>? arguments) => Compact(writer => JsonSerializer.Serialize(writer, arguments!, ArgumentsType));

    /// <summary>A result as text: a string as it stands, nothing as empty, anything else as JSON.</summary>
    /// <exception cref="ArgumentException">Its type cannot be serialised; the message names the type alone.</exception>
    internal static string Result(object? result)
    {
        switch (result)
        {
            case null:
                return "";
            case string text:
                return text;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                return "";
            case JsonElement element:
                return element.GetRawText();
            default:
                try
                {
                    return Compact(writer => JsonSerializer.Serialize(writer, result, ObjectType));
                }
                catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
                {
                    throw new ArgumentException($"A function's result of type {result.GetType().Name} cannot be written as JSON.", exception);
                }
        }
    }

    /// <summary>
    /// A call from its wire form. Arguments that are no JSON object leave <see cref="FunctionCallContent.Exception"/> set and the
    /// call in the answer, so that the model can be told. Blank ones are none.
    /// </summary>
    internal static FunctionCallContent Call(string? id, string? name, string arguments)
    {
        string callId = string.IsNullOrEmpty(id) ? $"call_{Guid.NewGuid():N}" : id;
        return string.IsNullOrWhiteSpace(arguments)
            ? new FunctionCallContent(callId, name ?? "", new Dictionary<string, object?>())
            : FunctionCallContent.CreateFromParsedArguments(arguments, callId, name ?? "",
                static json => JsonSerializer.Deserialize(json, ArgumentsType)!);
    }

    /// <summary>The shared settings indent; a model pays for every blank.</summary>
    private static string Compact(Action<Utf8JsonWriter> write)
    {
        using PooledBuffer buffer = new();
        using (Utf8JsonWriter writer = new(buffer, ChatRequestWriter.WriterOptions))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.Span);
    }
}
