using Microsoft.Extensions.AI;

namespace Router.Caching;

/// <summary>
/// An answer from the cache, in the form it was kept. Give it away once, whole or as a stream: the objects are the caller's own.
/// </summary>
internal sealed class CachedAnswer(ChatResponse? response, IReadOnlyList<ChatResponseUpdate>? updates, TimeSpan age)
{
    /// <summary>The answer, where it was kept whole, as it was kept.</summary>
    internal ChatResponse? Response => response;

    /// <summary>The answer, where it was kept as a stream, as it was kept.</summary>
    internal IReadOnlyList<ChatResponseUpdate>? Updates => updates;

    /// <summary>How long ago it was kept.</summary>
    internal TimeSpan Age => age;

    /// <summary>The whole answer, marked as coming from the cache.</summary>
    internal ChatResponse ToResponse()
    {
        ChatResponse whole = response ?? updates!.ToChatResponse();
        UsageDetails? usage = whole.Usage;
        whole.Usage = null;
        foreach (ChatMessage message in whole.Messages)
        {
            RemoveUsage(message.Contents, ref usage, counted: usage is not null);
        }

        Mark(whole.AdditionalProperties ??= [], usage);
        return whole;
    }

    /// <summary>The updates of the answer, after one that marks them as coming from the cache.</summary>
    internal IReadOnlyList<ChatResponseUpdate> ToUpdates()
    {
        IReadOnlyList<ChatResponseUpdate> all = updates ?? response!.ToChatResponseUpdates();
        UsageDetails? usage = null;
        foreach (ChatResponseUpdate update in all)
        {
            RemoveUsage(update.Contents, ref usage, counted: false);
        }

        // An update of its own, without a message id, so that the mark lands on the response and not on its message.
        ChatResponseUpdate mark = new() { ResponseId = all.Count > 0 ? all[0].ResponseId : null, AdditionalProperties = [] };
        Mark(mark.AdditionalProperties, usage);
        return [mark, .. all];
    }

    private static void RemoveUsage(IList<AIContent> contents, ref UsageDetails? usage, bool counted)
    {
        for (int index = contents.Count - 1; index >= 0; index--)
        {
            if (contents[index] is UsageContent found)
            {
                contents.RemoveAt(index);
                if (!counted)
                {
                    (usage ??= new UsageDetails()).Add(found.Details);
                }
            }
        }
    }

    private void Mark(AdditionalPropertiesDictionary properties, UsageDetails? usage)
    {
        properties[CacheProperties.State] = CacheProperties.Hit;
        properties[CacheProperties.Age] = age;
        if (usage is not null)
        {
            properties[CacheProperties.Usage] = usage;
        }
    }
}
