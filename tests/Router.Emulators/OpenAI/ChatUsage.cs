using System.Text.Json.Nodes;
using Router.Emulators.Chat;

namespace Router.Emulators.OpenAI;

internal static class ChatUsage
{
    public static JsonObject Of(Completion completion, int choices) => new()
    {
        ["prompt_tokens"] = completion.PromptTokens,
        ["completion_tokens"] = completion.CompletionTokens * choices,
        ["total_tokens"] = completion.PromptTokens + (completion.CompletionTokens * choices),
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = completion.ReasoningPieces.Count * choices,
            ["audio_tokens"] = 0,
            ["accepted_prediction_tokens"] = 0,
            ["rejected_prediction_tokens"] = 0,
        },
    };
}
