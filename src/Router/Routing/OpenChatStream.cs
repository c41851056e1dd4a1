using Microsoft.Extensions.AI;
using Router.Caching;
using Router.Tokens;

namespace Router.Routing;

/// <summary>A stream that has given its first real output, or in hold mode all of it: what was held back, and the rest to come.</summary>
internal sealed class OpenChatStream(AttemptScope? scope, IAsyncEnumerator<ChatResponseUpdate>? rest)
{
    // A name and a short value. What an adapter has taken apart is not written down again to be counted.
    private const int TokensOfAnArgument = 8;

    /// <summary>Whether it was kept from an earlier request: then all of it is in <see cref="Held"/>, and no attempt stands behind it.</summary>
    internal bool IsKept => scope is null;

    internal AttemptScope Scope => scope ?? throw new InvalidOperationException("A kept stream has no attempt.");

    internal IAsyncEnumerator<ChatResponseUpdate> Rest => rest ?? throw new InvalidOperationException("A kept stream has nothing left to read.");

    /// <summary>The updates up to the commit, in order.</summary>
    internal List<ChatResponseUpdate> Held { get; } = [];

    /// <summary>The answer on its way into the cache; null where it is not to be kept.</summary>
    internal CacheEntry? Entry { get; init; }

    /// <summary>About how many tokens of output came.</summary>
    internal long Tokens { get; private set; }

    /// <summary>Nothing is left to come.</summary>
    internal bool Ended { get; set; }

    internal bool HasOutput { get; set; }

    internal ChatFinishReason? FinishReason { get; private set; }

    internal string? ModelId { get; private set; }

    internal string? ResponseId { get; private set; }

    /// <summary>A stream of an earlier request's updates.</summary>
    internal static OpenChatStream OfKept(IEnumerable<ChatResponseUpdate> updates)
    {
        OpenChatStream stream = new(null, null) { Ended = true };
        foreach (ChatResponseUpdate update in updates)
        {
            stream.Held.Add(update);
            stream.ModelId = update.ModelId ?? stream.ModelId;
            stream.ResponseId = update.ResponseId ?? stream.ResponseId;
        }

        return stream;
    }

    internal void Observe(ChatResponseUpdate update)
    {
        FinishReason = update.FinishReason ?? FinishReason;
        ModelId = update.ModelId ?? ModelId;
        ResponseId = update.ResponseId ?? ResponseId;
        Entry?.Add(update);
        Scope.Neurons = Bills.NeuronsOf(update.AdditionalProperties) ?? Scope.Neurons;
        IList<AIContent> contents = update.Contents;
        for (int index = 0; index < contents.Count; index++)
        {
            switch (contents[index])
            {
                case UsageContent usage:
                    // Summed, as ToChatResponse does, and never into the provider's own object.
                    (Scope.Usage ??= new UsageDetails()).Add(usage.Details);
                    break;
                case TextContent text:
                    Tokens += TokenHeuristic.Estimate(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    Tokens += TokenHeuristic.Estimate(reasoning.Text);
                    break;
                case FunctionCallContent call:
                    Tokens += TokenHeuristic.Estimate(call.Name) + (call.Arguments?.Count ?? 0) * TokensOfAnArgument;
                    break;
                default:
                    break;
            }
        }
    }
}
