using System.Text.Json.Nodes;
using Router.Emulators.Http;

namespace Router.Emulators.OpenAI;

internal static class ModelsEndpoint
{
    private const long Created = 1721172741;

    public static EmulatorResponse List() => EmulatorResponse.Json(200, new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. OpenAIModels.Names.Select(name => (JsonNode)Describe(name))]),
    });

    public static EmulatorResponse One(string name) => OpenAIModels.Names.Contains(name)
        ? EmulatorResponse.Json(200, Describe(name))
        : OpenAIErrors.Of(404, $"The model '{name}' does not exist", "model", "model_not_found");

    private static JsonObject Describe(string name) => new()
    {
        ["id"] = name,
        ["object"] = "model",
        ["created"] = Created,
        ["owned_by"] = "system",
    };
}
