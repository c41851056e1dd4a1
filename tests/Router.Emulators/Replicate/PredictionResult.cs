using System.Text.Json.Nodes;

namespace Router.Emulators.Replicate;

internal sealed record PredictionResult(JsonNode? Output, string? Error = null, int InputTokens = 0);
