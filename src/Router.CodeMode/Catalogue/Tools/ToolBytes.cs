using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Tools;

/// <summary>Which parameters of a tool, and whether its result, are bytes: what a schema does not tell and a method does. Immutable.</summary>
internal sealed class ToolBytes
{
    private readonly Dictionary<string, Type> _parameters = new(StringComparer.Ordinal);

    private ToolBytes()
    {
    }

    /// <summary>Whether it returns bytes.</summary>
    internal bool Returns { get; private init; }

    internal static ToolBytes Of(AIFunction function)
    {
        MethodInfo? method = function.UnderlyingMethod;
        ToolBytes bytes = new() { Returns = method is not null && IsBytes(Unwrap(method.ReturnType)) };
        foreach (ParameterInfo parameter in method?.GetParameters() ?? [])
        {
            if (parameter.Name is { } name && IsBytes(parameter.ParameterType))
            {
                bytes._parameters[name] = parameter.ParameterType;
            }
        }

        return bytes;
    }

    internal bool Takes(string parameter) => _parameters.ContainsKey(parameter);

    internal AIFunctionArguments Arguments(IReadOnlyDictionary<string, JsonElement> given)
    {
        AIFunctionArguments arguments = new(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in given)
        {
            arguments[name] = _parameters.TryGetValue(name, out Type? type) ? Convert(name, value, type) : CodeBytes.Plain(value);
        }

        return arguments;
    }

    private static object? Convert(string name, JsonElement value, Type type)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (!CodeBytes.TryRead(value, out byte[]? bytes, out string? mediaType))
        {
            bytes = value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? decoded)
                ? decoded
                : throw new CodeCallException($"'{name}' is neither bytes nor base64 text.") { Kind = CodeErrorKind.InvalidArguments, Hint = "Give a Uint8Array." };
        }

        return type == typeof(byte[]) ? bytes
            : type == typeof(ReadOnlyMemory<byte>) ? new ReadOnlyMemory<byte>(bytes)
            : type == typeof(Memory<byte>) ? new Memory<byte>(bytes)
            : new DataContent(bytes, mediaType ?? CodeBytes.ImageType(bytes) ?? "application/octet-stream");
    }

    private static Type Unwrap(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;

    private static bool IsBytes(Type type) =>
        type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) || type == typeof(Memory<byte>) || type == typeof(DataContent);
}
