using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.OpenAI;

internal static class EmbeddingsEndpoint
{
    private const int MostInputs = 2048;

    private static readonly FrozenSet<string> Known =
        FrozenSet.Create(StringComparer.Ordinal, "input", "model", "encoding_format", "dimensions", "user");

    public static EmulatorResponse Answer(EmulatorRequest request)
    {
        JsonObject body = JsonBody.Read(request);
        JsonBody.RejectUnknown(body, Known);
        OpenAIModel model = JsonBody.Model(body["model"], OpenAITask.Embedding);
        string[] inputs = Inputs(body["input"]);
        string format = Fields.Text(body["encoding_format"]) ?? "float";
        if (format is not ("float" or "base64"))
        {
            throw OpenAIErrors.Rejected($"Invalid value for 'encoding_format': '{format}'.", "encoding_format");
        }

        int dimensions = Dimensions(body, model);
        int tokens = inputs.Sum(Tokens.Count);
        JsonObject answer = new()
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. inputs.Select((input, index) => (JsonNode)new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = index,
                ["embedding"] = Encode(Embedding.Of(input, dimensions), format),
            })]),
            ["model"] = model.Snapshot,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
        return EmulatorResponse.Json(200, answer).WithHeader("openai-model", model.Snapshot);
    }

    private static JsonNode Encode(float[] vector, string format) => format == "base64"
        ? JsonValue.Create(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)))
        : new JsonArray([.. vector.Select(value => (JsonNode)JsonValue.Create(value))]);

    private static int Dimensions(JsonObject body, OpenAIModel model)
    {
        int most = model.Name == "text-embedding-3-large" ? 3072 : 1536;
        if (body["dimensions"] is not { } node)
        {
            return most;
        }

        if (model.Name == "text-embedding-ada-002")
        {
            throw OpenAIErrors.Rejected("This model does not support specifying dimensions.");
        }

        return Fields.Integer(node) is { } given && given >= 1 && given <= most
            ? given
            : throw OpenAIErrors.Rejected($"Invalid value for 'dimensions': must be between 1 and {most}.", "dimensions");
    }

    private static string[] Inputs(JsonNode? input)
    {
        string[]? texts = input switch
        {
            JsonArray { Count: > 0 and <= MostInputs } array when array.All(item => Fields.Text(item) is not null) =>
                [.. array.Select(item => Fields.Text(item)!)],
            // One input given as token numbers.
            JsonArray { Count: > 0 } array when array.All(item => Fields.Integer(item) is not null) => [array.ToJsonString()],
            JsonArray { Count: > 0 and <= MostInputs } array when array.All(item => item is JsonArray { Count: > 0 }) =>
                [.. array.Select(item => item!.ToJsonString())],
            _ => Fields.Text(input) is { } text ? [text] : null,
        };
        return texts is null || texts.Any(text => text.Length == 0)
            ? throw OpenAIErrors.Rejected("'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.")
            : texts;
    }
}
