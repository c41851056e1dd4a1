using Microsoft.Extensions.AI;

namespace Router.Providers.Tests.WorkersAI;

/// <summary>A stream, one event's data per line, and what it says.</summary>
internal sealed record StreamPlan(
    string Frames, string Text, string Finish = "stop", string Reasoning = "", string Call = "", long? Tokens = null, double? Neurons = null)
{
    private string[] Lines => Frames.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>As documented: a blank line after each event.</summary>
    internal string Events => string.Concat(Lines.Append("[DONE]").Select(line => $"data: {line}\n\n"));

    /// <summary>As some report it: single line feeds and a bare end.</summary>
    internal string Tight => string.Concat(Lines.Select(line => $"data: {line}\n")) + "[DONE]\n";

    internal static string SayOf(ChatResponse response)
    {
        IEnumerable<AIContent> contents = response.Messages.SelectMany(m => m.Contents);
        string calls = string.Join(';', contents.OfType<FunctionCallContent>().Select(c => $"{c.CallId} {c.Name} {c.Arguments?["a"]}"));
        return $"{response.Text}|{string.Concat(contents.OfType<TextReasoningContent>().Select(c => c.Text))}|{calls}";
    }

    internal string Say => $"{Text}|{Reasoning}|{Call}";
}
