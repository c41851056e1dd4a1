using Microsoft.Extensions.AI;

namespace Router.TestKit;

/// <summary>A call that a <see cref="ScriptedChatClient"/> received.</summary>
/// <param name="Messages">The messages, as given.</param>
/// <param name="Options">The options object, as given.</param>
/// <param name="Streaming">Whether a stream was asked for.</param>
public sealed record ScriptedCall(IEnumerable<ChatMessage> Messages, ChatOptions? Options, bool Streaming)
{
    /// <summary>Whether the call's token was cancelled while it ran.</summary>
    public bool Cancelled { get; internal set; }

    /// <summary>Whether the call has ended, by itself or by being left.</summary>
    public bool Ended { get; internal set; }
}
