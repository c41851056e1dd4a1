using Router.Emulators.Text;

namespace Router.Emulators.Chat;

/// <summary>Turns a reply, scripted or thought up, into a completion that keeps to the request's limits.</summary>
internal static class ChatModel
{
    private const int TokensPerMessage = 4;
    private const int TokensPerRequest = 3;
    private const int TokensPerImage = 85;
    private const int TokensPerCall = 7;

    public static Completion Complete(ChatTurn turn, Reply? scripted, string seed)
    {
        Reply reply = scripted ?? DefaultAnswer.To(turn);
        List<string> reasoning = reply.Reasoning is null ? [] : Tokens.Split(reply.Reasoning);
        List<string> pieces = reply.Pieces is null ? Tokens.Split(UpToStop(reply.Text ?? "", turn.Stop)) : [.. reply.Pieces];
        IReadOnlyList<ReplyToolCall> calls = [.. reply.ToolCalls.Select((call, index) =>
            call.Id is null ? call with { Id = "call_" + StableHash.Id($"{seed}/{index}/{call.Name}", 24) } : call)];

        string finish = calls.Count > 0 ? "tool_calls" : "stop";
        if (turn.MaxTokens is { } limit && reasoning.Count + pieces.Count > limit)
        {
            // Reasoning is spent first: a small limit leaves no visible text at all.
            reasoning = [.. reasoning.Take(limit)];
            pieces = [.. pieces.Take(limit - reasoning.Count)];
            finish = "length";
        }

        return new Completion
        {
            Reply = reply,
            Pieces = pieces,
            ReasoningPieces = reasoning,
            Calls = calls,
            FinishReason = reply.FinishReason ?? finish,
            PromptTokens = PromptTokens(turn),
            CompletionTokens = reasoning.Count + pieces.Count + Tokens.Count(reply.Refusal)
                + calls.Sum(call => TokensPerCall + Tokens.Count(call.Name) + Tokens.Count(call.ArgumentsJson)),
        };
    }

    public static int PromptTokens(ChatTurn turn) =>
        TokensPerRequest
        + turn.Messages.Sum(message =>
            TokensPerMessage + Tokens.Count(message.Text) + (message.Images.Count * TokensPerImage))
        + turn.Tools.Sum(tool => Tokens.Count(tool.Name) + Tokens.Count(tool.Parameters?.ToJsonString()));

    private static string UpToStop(string text, IReadOnlyList<string> stops)
    {
        foreach (string stop in stops)
        {
            int at = stop.Length == 0 ? -1 : text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0)
            {
                text = text[..at];
            }
        }

        return text;
    }
}
