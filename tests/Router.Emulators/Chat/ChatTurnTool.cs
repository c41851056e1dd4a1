using System.Text.Json.Nodes;

namespace Router.Emulators.Chat;

internal sealed record ChatTurnTool(string Name, JsonNode? Parameters);
