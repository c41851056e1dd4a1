using System.Text.Json.Nodes;

namespace Router.Emulators.Chat;

/// <summary>Tool calls in OpenAI's form: whole, and as deltas.</summary>
internal static class ToolDeltas
{
    public static JsonObject Whole(ReplyToolCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.ArgumentsJson },
    };

    /// <summary>
    /// Id and name on the first delta of each index only; then the arguments in pieces, the calls taking turns, so that
    /// a reader that does not keep the indexes apart mixes them up.
    /// </summary>
    public static IEnumerable<JsonObject> Of(IReadOnlyList<ReplyToolCall> calls, int pieces)
    {
        for (int i = 0; i < calls.Count; i++)
        {
            yield return new JsonObject
            {
                ["index"] = i,
                ["id"] = calls[i].Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = calls[i].Name, ["arguments"] = "" },
            };
        }

        for (int piece = 0; piece < pieces; piece++)
        {
            for (int i = 0; i < calls.Count; i++)
            {
                string arguments = calls[i].ArgumentsJson;
                string part = arguments[(arguments.Length * piece / pieces)..(arguments.Length * (piece + 1) / pieces)];
                yield return new JsonObject
                {
                    ["index"] = i,
                    ["function"] = new JsonObject { ["arguments"] = part },
                };
            }
        }
    }
}
