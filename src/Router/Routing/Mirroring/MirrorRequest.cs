using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Routing.Mirroring;

/// <summary>
/// Makes the request of a mirror from the caller's: a copy, which the caller may no longer change, and from which everything is
/// taken that would act in the world a second time. A mirror only asks a model.
/// </summary>
internal static class MirrorRequest
{
    /// <summary>Whether the request does nothing but ask: what the provider itself runs or continues must not happen twice.</summary>
    internal static bool IsHarmless(ChatOptions? options)
    {
        if (options is null)
        {
            return true;
        }

        // Raw fields may ask for anything, and are meant for the caller's own provider.
        if (options.ContinuationToken is not null || options.RawRepresentationFactory is not null || options.AllowBackgroundResponses == true)
        {
            return false;
        }

        foreach (AITool tool in options.Tools ?? [])
        {
            if (tool is not AIFunctionDeclaration)
            {
                return false;
            }
        }

        return true;
    }

    internal static List<ChatMessage> Copy(IReadOnlyList<ChatMessage> messages)
    {
        List<ChatMessage> copies = new(messages.Count);
        foreach (ChatMessage message in messages)
        {
            ChatMessage copy = message.Clone();
            copy.Contents = [.. message.Contents];
            copies.Add(copy);
        }

        return copies;
    }

    internal static ChatOptions Copy(ChatOptions? options)
    {
        ChatOptions copy = options?.Clone() ?? new ChatOptions();
        RouteContext context = RouteContextExtensions.Of(options?.AdditionalProperties);

        // A provider that keeps the conversation would write the mirror's turn into it. Who pays for it stays the same.
        copy.ConversationId = null;
        copy.WithRouteContext(context with
        {
            Session = context.Session ?? options?.ConversationId,
            Priority = int.MinValue,
            NoCache = true,
            Mirrored = true,
        });

        // Without their code, lest a client that runs functions itself run them.
        if (copy.Tools is { Count: > 0 } tools)
        {
            copy.Tools = [.. tools.Select(static tool => tool is AIFunction function ? function.AsDeclarationOnly() : tool)];
        }

        return copy;
    }
}
