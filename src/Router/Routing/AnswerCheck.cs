using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Configuration;
using Router.Resilience;

namespace Router.Routing;

/// <summary>Refuses answers that are none, before they are handed on as a success.</summary>
internal static class AnswerCheck
{
    /// <summary>Refuses a client that answers with null, which its contract forbids.</summary>
    /// <exception cref="ProviderException">It did.</exception>
    internal static void NotNull(object? answer)
    {
        if (answer is null)
        {
            throw new ProviderException("The client answered with null.") { Class = FailureClass.Malformed };
        }
    }

    /// <summary>Checks a whole chat answer.</summary>
    /// <exception cref="ProviderException">It is empty, or was filtered away while the route lists targets for that.</exception>
    internal static void Chat(Route route, bool hasOutput, ChatFinishReason? finish)
    {
        if (hasOutput)
        {
            return;
        }

        if (finish == ChatFinishReason.ContentFilter && route.HasContentList)
        {
            throw new ProviderException("The provider's filter took the whole answer away.") { Class = FailureClass.ContentPolicy };
        }

        // Ended by the length or by a filter, an empty answer says itself why it is empty. One that does not even say that it
        // has ended was cut.
        bool explained = finish == ChatFinishReason.Length || finish == ChatFinishReason.ContentFilter
            || (finish == ChatFinishReason.Stop && route.Config.EmptyAnswer == EmptyAnswer.Allow);
        if (!explained)
        {
            throw new ProviderException("The provider answered with nothing.") { Class = FailureClass.Malformed };
        }
    }

    /// <summary>Checks generated images.</summary>
    /// <exception cref="ProviderException">There is none, or one of them is null.</exception>
    internal static void Images(ImageGenerationResponse response)
    {
        if (response.Contents.Count == 0 || response.Contents.Contains(null!))
        {
            throw new ProviderException("The provider answered with no image.") { Class = FailureClass.Malformed };
        }
    }
}
