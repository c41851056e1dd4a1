using Microsoft.Extensions.AI;

namespace Router.TestKit;

/// <summary>
/// What a <see cref="ScriptedChatClient"/> does with one call, unary and streaming alike: the updates in order, then the end. As a
/// unary answer the updates are put together.
/// </summary>
public sealed record ScriptedTurn
{
    /// <summary>The updates of the answer.</summary>
    public IReadOnlyList<ChatResponseUpdate> Updates { get; init; } = [];

    /// <summary>Thrown after the updates; null for a good end.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Waited before the first update.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Waited before each further update.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>Never goes on after the updates, until the call is cancelled.</summary>
    public bool Hangs { get; init; }

    /// <summary>Runs when the call arrives.</summary>
    public Action? OnCall { get; init; }

    /// <summary>An answer of one text, with the finish reason <c>stop</c>; each part is an update of a stream.</summary>
    public static ScriptedTurn Text(params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        List<ChatResponseUpdate> updates = [.. parts.Select(part => Update(new TextContent(part)))];
        updates.Add(new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, MessageId = "m", ResponseId = "r", Role = ChatRole.Assistant });
        return new ScriptedTurn { Updates = updates };
    }

    /// <summary>A failure before anything.</summary>
    public static ScriptedTurn Fail(Exception failure) => new() { Failure = failure };

    /// <summary>Some text, then a failure.</summary>
    public static ScriptedTurn Cut(string text, Exception failure) => new() { Updates = [Update(new TextContent(text))], Failure = failure };

    /// <summary>Silence until the call is cancelled.</summary>
    public static ScriptedTurn Hang() => new() { Hangs = true };

    /// <summary>One update of an assistant's message.</summary>
    public static ChatResponseUpdate Update(params AIContent[] contents) =>
        new(ChatRole.Assistant, contents) { MessageId = "m", ResponseId = "r" };
}
