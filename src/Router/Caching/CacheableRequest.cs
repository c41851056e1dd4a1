using Microsoft.Extensions.AI;

namespace Router.Caching;

/// <summary>Whether a request holds all that its answer hangs on.</summary>
internal static class CacheableRequest
{
    internal static bool Allows(IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool tools)
    {
        if (CacheProperties.IsOff(options) || !Allows(options, tools))
        {
            return false;
        }

        foreach (ChatMessage message in messages)
        {
            // Null breaks the contract; that is for the inner client to say.
            if (message is null || !message.Contents.All(content => Allows(content, tools)))
            {
                return false;
            }
        }

        return true;
    }

    internal static bool IsTools(AIContent content) =>
        content is ToolCallContent or ToolResultContent or InputRequestContent or InputResponseContent;

    // A conversation, a continued answer, stored files and hosted tools are state that lies with the provider and changes there.
    private static bool Allows(ChatOptions? options, bool tools) =>
        options is null
        || (options is { ConversationId: null, ContinuationToken: null, RawRepresentationFactory: null, AllowBackgroundResponses: not true }
            && (options.Tools is not { Count: > 0 } offered || (tools && offered.All(tool => tool is AIFunctionDeclaration))));

    private static bool Allows(AIContent? content, bool tools) => content switch
    {
        null or HostedFileContent or HostedVectorStoreContent => false,
        FunctionCallContent or FunctionResultContent => tools,
        _ => !IsTools(content),
    };
}
