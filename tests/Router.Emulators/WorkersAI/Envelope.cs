using System.Text.Json.Nodes;
using Router.Emulators.Http;

namespace Router.Emulators.WorkersAI;

internal static class Envelope
{
    public static EmulatorResponse Success(JsonNode? result) => EmulatorResponse.Json(200, Body(result));

    public static JsonObject Body(JsonNode? result) => new()
    {
        ["result"] = result,
        ["success"] = true,
        ["errors"] = new JsonArray(),
        ["messages"] = new JsonArray(),
    };
}
