using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

internal static class EmbeddingsRunner
{
    public static EmulatorResponse Run(WorkersAIModel model, JsonObject input)
    {
        string pooling = Fields.Text(input["pooling"]) ?? "mean";
        string[] texts = Texts(input["text"]);

        // Vectors of the two poolings do not compare: the pooling is part of what is hashed.
        JsonArray data = [.. texts.Select(text => Vector(pooling == "mean" ? text : $"{pooling} {text}", model.Dimensions))];
        return Envelope.Success(new JsonObject
        {
            ["shape"] = new JsonArray(texts.Length, model.Dimensions),
            ["data"] = data,
            ["pooling"] = pooling,
        });
    }

    public static string[] Texts(JsonNode? node) =>
        node is JsonArray several ? [.. several.Select(item => Fields.Text(item) ?? "")] : [Fields.Text(node) ?? ""];

    public static JsonArray Vector(string text, int dimensions) =>
        [.. Embedding.Of(text, dimensions).Select(value => (JsonNode)JsonValue.Create(value))];
}
