using Microsoft.Extensions.AI;

namespace Router.Routing;

/// <summary>A stream that has given its first real output, or in hold mode all of it: what was held back, and the rest to come.</summary>
internal sealed class OpenChatStream(AttemptScope scope, IAsyncEnumerator<ChatResponseUpdate> rest)
{
    internal AttemptScope Scope => scope;

    internal IAsyncEnumerator<ChatResponseUpdate> Rest => rest;

    /// <summary>The updates up to the commit, in order.</summary>
    internal List<ChatResponseUpdate> Held { get; } = [];

    /// <summary>Nothing is left to come.</summary>
    internal bool Ended { get; set; }

    internal bool HasOutput { get; set; }

    internal ChatFinishReason? FinishReason { get; private set; }

    internal string? ModelId { get; private set; }

    internal string? ResponseId { get; private set; }

    internal void Observe(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        ModelId = update.ModelId ?? ModelId;
        ResponseId = update.ResponseId ?? ResponseId;
        IList<AIContent> contents = update.Contents;
        for (int index = 0; index < contents.Count; index++)
        {
            if (contents[index] is UsageContent usage)
            {
                // Summed, as ToChatResponse does, and never into the provider's own object.
                (scope.Usage ??= new UsageDetails()).Add(usage.Details);
            }
        }
    }
}
