using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Emulators.Json;

/// <summary>Reads of request fields that may be absent or of another type: both give null.</summary>
internal static class Fields
{
    public static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    public static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? node.GetValue<double>() : null;

    public static int? Integer(JsonNode? node) => Number(node) is { } number && number % 1 == 0 ? (int)number : null;

    public static bool? Flag(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
