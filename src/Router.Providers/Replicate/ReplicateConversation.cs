using System.Text;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>
/// A conversation as Replicate's language models take it: one prompt, one system prompt, at most one image.
/// <para>
/// A single user message is its text alone. A longer conversation is a transcript: each turn begins with <c>User:</c> or
/// <c>Assistant:</c>, turns stand apart by an empty line, and where the last turn is the user's a bare <c>Assistant:</c> ends it.
/// Instructions and all system messages, in order, make the system prompt. Reasoning of earlier turns is left out.
/// </para>
/// </summary>
internal sealed class ReplicateConversation
{
    private const string Gap = "\n\n";

    private ReplicateConversation(string prompt, string system, AIContent? image)
    {
        Prompt = prompt;
        System = system;
        Image = image;
    }

    internal string Prompt { get; }

    internal string System { get; }

    /// <summary>A <see cref="DataContent"/> or a <see cref="UriContent"/>.</summary>
    internal AIContent? Image { get; }

    /// <exception cref="NotSupportedException">The conversation holds what no prompt can: a tool's call or result, a file, two images.</exception>
    internal static ReplicateConversation Read(IEnumerable<ChatMessage> messages, string? instructions)
    {
        List<string> system = string.IsNullOrEmpty(instructions) ? [] : [instructions];
        List<(ChatRole Role, string Text)> turns = [];
        AIContent? image = null;
        foreach (ChatMessage message in messages)
        {
            string text = Text(message, ref image);
            if (message.Role == ChatRole.System)
            {
                system.Add(text);
            }
            else
            {
                turns.Add((message.Role, text));
            }
        }

        return new ReplicateConversation(Transcript(turns), string.Join(Gap, system.Where(text => text.Length > 0)), image);
    }

    private static string Transcript(List<(ChatRole Role, string Text)> turns)
    {
        if (turns is [var (role, only)] && role == ChatRole.User)
        {
            return only;
        }

        StringBuilder transcript = new();
        foreach ((ChatRole speaker, string text) in turns)
        {
            transcript.Append(speaker == ChatRole.Assistant ? "Assistant: " : "User: ").Append(text).Append(Gap);
        }

        // An assistant's turn at the end is a beginning that the model is to go on from.
        bool answers = turns.Count > 0 && turns[^1].Role == ChatRole.Assistant;
        return answers ? transcript.ToString(0, transcript.Length - Gap.Length) : turns.Count == 0 ? "" : transcript.Append("Assistant:").ToString();
    }

    private static string Text(ChatMessage message, ref AIContent? image)
    {
        StringBuilder text = new();
        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text.Append(part.Text);
                    break;
                case DataContent data when data.HasTopLevelMediaType("image"):
                case UriContent uri when uri.HasTopLevelMediaType("image"):
                    image = image is null
                        ? content
                        : throw new NotSupportedException("A Replicate model takes one image: pass the model's own fields in AdditionalProperties for more.");
                    break;
                case TextReasoningContent or UsageContent or ErrorContent:
                    break;
                default:
                    throw new NotSupportedException($"Replicate's prompt cannot hold {content.GetType().Name}.");
            }
        }

        return text.ToString();
    }
}
