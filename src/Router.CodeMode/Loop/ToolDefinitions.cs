using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>
/// What the model is told of the two tools: the same whatever the catalogue holds. Each has one required parameter and no other, since models
/// fill what is optional with nothing.
/// </summary>
internal static class ToolDefinitions
{
    internal const string GenerateName = "generate_code";
    internal const string GenerateParameter = "task";
    internal const string GenerateDescription =
        "Start here: describe the task. Returns TypeScript declarations of fitting functions and a program.";

    internal const string ExecuteName = "execute_code";
    internal const string ExecuteParameter = "code";
    internal const string ExecuteDescription =
        "Runs JavaScript that calls these functions: `await namespace.fn({...})`; `return` the result.";

    internal static JsonElement GenerateSchema { get; } = Schema(GenerateParameter);

    internal static JsonElement ExecuteSchema { get; } = Schema(ExecuteParameter);

    /// <summary>The definition of a tool as OpenAI's format has it, compact: what its tokens are counted of.</summary>
    internal static string Write(AIFunctionDeclaration function) => ModelJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", function.Name);
        writer.WriteString("description", function.Description);
        writer.WritePropertyName("parameters");
        function.JsonSchema.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static JsonElement Schema(string parameter) =>
        ModelJson.Parse($$$"""{"type":"object","properties":{"{{{parameter}}}":{"type":"string"}},"required":["{{{parameter}}}"],"additionalProperties":false}""");
}
