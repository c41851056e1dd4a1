using Router.Emulators.Images;
using Router.Emulators.Json;

namespace Router.Emulators.Chat;

/// <summary>
/// What an emulated model says without a script. The first rule that fits:
/// <list type="number">
/// <item>"[refuse]" in the last user message: a refusal.</item>
/// <item>tool_choice names a tool, or requires one: that tool, or the one the text asks for, or the first.</item>
/// <item>"call NAME with {json}" or "call NAME" in the last message, if it is the user's, for each tool so named:
/// that call; without JSON the arguments are generated from the tool's schema.</item>
/// <item>The last messages are tools' answers: a sentence that repeats them.</item>
/// <item>The last user message has images: a caption computed from their pixels.</item>
/// <item>A JSON schema for the answer: an instance generated from it. JSON mode: an object with the text.</item>
/// <item>Else a sentence that names the model and repeats the text.</item>
/// </list>
/// </summary>
internal static class DefaultAnswer
{
    public const string RefusalTrigger = "[refuse]";

    public static Reply To(ChatTurn turn)
    {
        Reply reply = Choose(turn);
        return turn.Reasons && reply.Refusal is null
            ? reply with { Reasoning = "The user wants an answer. I will give a short one." }
            : reply;
    }

    private static Reply Choose(ChatTurn turn)
    {
        ChatTurnMessage? user = turn.Messages.LastOrDefault(message => message.Role == "user");
        string text = user?.Text ?? "";
        if (text.Contains(RefusalTrigger, StringComparison.OrdinalIgnoreCase))
        {
            return Reply.Refuse("I'm sorry, but I can't help with that.");
        }

        if (ToolCalls(turn, text) is { Length: > 0 } calls)
        {
            return Reply.Call(calls);
        }

        ChatTurnMessage[] results = [.. turn.Messages.Reverse().TakeWhile(message => message.Role == "tool").Reverse()];
        if (turn.AnswerSchema is not null)
        {
            return Reply.Say(JsonText.Of(SchemaInstance.Of(turn.AnswerSchema)));
        }

        if (results.Length > 0)
        {
            return Reply.Say(string.Join(" ", results.Select(result => $"{result.ToolName ?? "The tool"} answered: {result.Text}")));
        }

        if (turn.WantsJson)
        {
            return Reply.Say(JsonText.Of(new System.Text.Json.Nodes.JsonObject { ["answer"] = text }));
        }

        return user is { Images.Count: > 0 }
            ? Reply.Say(string.Join(" ", user.Images.Select(image => Captioner.Caption(image) ?? "an unreadable picture")))
            : Reply.Say(text.Length == 0 ? $"This is {turn.Model}. You said nothing." : $"This is {turn.Model}. You said: {text}");
    }

    private static ReplyToolCall[] ToolCalls(ChatTurn turn, string text)
    {
        bool asksNow = turn.Messages.Count > 0 && turn.Messages[^1].Role == "user";
        if (turn.Tools.Count == 0 || turn.ToolChoice == "none")
        {
            return [];
        }

        if (turn.ToolChoice is not ("auto" or "required"))
        {
            ChatTurnTool named = turn.Tools.First(tool => tool.Name == turn.ToolChoice);
            return [AskedFor(named, text) ?? Generated(named)];
        }

        ReplyToolCall[] asked = asksNow || turn.ToolChoice == "required"
            ? [.. turn.Tools.Select(tool => AskedFor(tool, text)).OfType<ReplyToolCall>()]
            : [];
        if (asked.Length == 0 && turn.ToolChoice == "required")
        {
            asked = [Generated(turn.Tools[0])];
        }

        return turn.ParallelCalls ? asked : [.. asked.Take(1)];
    }

    private static ReplyToolCall Generated(ChatTurnTool tool) =>
        new(tool.Name, JsonText.Of(SchemaInstance.Of(tool.Parameters)));

    private static ReplyToolCall? AskedFor(ChatTurnTool tool, string text)
    {
        string phrase = $"call {tool.Name}";
        int at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase);
        int end = at + phrase.Length;
        if (at < 0 || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-')))
        {
            return null;
        }

        string rest = text[end..].TrimStart();
        return rest.StartsWith("with {", StringComparison.OrdinalIgnoreCase) && FirstObject(rest["with ".Length..]) is { } json
            ? new ReplyToolCall(tool.Name, json)
            : Generated(tool);
    }

    private static string? FirstObject(string text)
    {
        for (int end = text.IndexOf('}', StringComparison.Ordinal); end >= 0; end = text.IndexOf('}', end + 1))
        {
            if (JsonText.TryParse(text[..(end + 1)]) is { } json)
            {
                return JsonText.Of(json);
            }
        }

        return null;
    }
}
