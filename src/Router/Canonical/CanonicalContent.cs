using Microsoft.Extensions.AI;

namespace Router.Canonical;

/// <summary>Refuses contents of a request that say more than is written down of them.</summary>
internal static class CanonicalContent
{
    /// <summary>Refuses a content that is nothing but a provider's own object, or nothing but an exception.</summary>
    /// <exception cref="NotSupportedException">It is one.</exception>
    internal static void Check(object content)
    {
        if (content is FunctionResultContent { Result: null, Exception: not null })
        {
            throw new NotSupportedException("A function's result that is only an Exception cannot be told from others.");
        }

        if (content.GetType() == typeof(AIContent) && ((AIContent)content).RawRepresentation is not null)
        {
            throw new NotSupportedException("A content that is only a RawRepresentation cannot be told from others.");
        }
    }

    /// <summary>
    /// Refuses messages that a provider may read from their raw object. An assistant's message is an answer given back, whose raw
    /// object holds what its contents say.
    /// </summary>
    /// <exception cref="NotSupportedException">It may.</exception>
    internal static void Check(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.GetType() != typeof(ChatMessage))
        {
            throw new NotSupportedException($"A message of the type {message.GetType().Name} may hold more than is known of it.");
        }

        bool raw = message.RawRepresentation is not null;
        bool given = message.Role != ChatRole.Assistant;
        if ((raw && (given || message.Contents.Count == 0)) || (given && message.Contents.Any(content => content.RawRepresentation is not null)))
        {
            throw new NotSupportedException("A message with a RawRepresentation cannot be told from others.");
        }
    }
}
