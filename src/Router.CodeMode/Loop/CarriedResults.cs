using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>
/// A service that keeps the conversation wants the results of a round together, and its caller sends it nothing but new messages. Where a program
/// of the round waits, the results of the others therefore travel with the requests for approval, and come back with the answers.
/// </summary>
internal static class CarriedResults
{
    internal const string PropertyName = "router.codeMode.round";

    internal static string? Write(IReadOnlyList<FunctionResultContent> results) => results.Count == 0 ? null : ModelJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (FunctionResultContent result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("id", result.CallId);
            writer.WriteString("result", result.Result as string ?? ResultText(result.Result));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    internal static IEnumerable<FunctionResultContent> Read(ToolCallContent? call)
    {
        if (ToolArgument.AsText(call?.AdditionalProperties?.GetValueOrDefault(PropertyName)) is not { } json)
        {
            yield break;
        }

        foreach (JsonElement result in ModelJson.Parse(json).EnumerateArray())
        {
            yield return new FunctionResultContent(result.GetProperty("id").GetString()!, result.GetProperty("result").GetString());
        }
    }

    private static string ResultText(object? result) =>
        result is null ? string.Empty : JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
}
