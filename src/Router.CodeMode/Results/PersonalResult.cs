using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.CodeMode.Results;

/// <summary>Masks what a tool answered that the model called itself. Stateless.</summary>
internal static class PersonalResult
{
    // The tool has run: what cannot be looked through is kept from the model, and the call has not failed.
    private const string Unreadable = "Success: Function completed. Its result cannot be shown.";

    internal static object? Mask(PersonalDataVault vault, AIFunction function, object? result) => result switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Undefined } => result,
        string text => vault.Mask(null, text),
        JsonElement element => MaskElement(vault, function, element),
        FunctionResultContent content => new FunctionResultContent(content.CallId, Mask(vault, function, content.Result)) { Exception = content.Exception },
        TextContent text => new TextContent(vault.Mask(null, text.Text)),
        AIContent content => content,
        IEnumerable<AIContent> contents => contents.Select(content => (AIContent)Mask(vault, function, content)!).ToList(),
        _ => MaskObject(vault, function, result),
    };

    private static JsonElement MaskElement(PersonalDataVault vault, AIFunction function, JsonElement element)
    {
        if (function.ReturnJsonSchema is { } schema)
        {
            vault.Learn(element, schema);
        }

        return vault.Mask(element);
    }

    private static object MaskObject(PersonalDataVault vault, AIFunction function, object result)
    {
        try
        {
            return MaskElement(vault, function, JsonSerializer.SerializeToElement(result, function.JsonSerializerOptions.GetTypeInfo(result.GetType())));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return Unreadable;
        }
    }
}
