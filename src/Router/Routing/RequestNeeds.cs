using Microsoft.Extensions.AI;
using Router.Catalog;

namespace Router.Routing;

/// <summary>What a request asks of a model. Worked out once, and only if a target says anything of its capabilities.</summary>
internal sealed record RequestNeeds(bool Tools, bool Images, bool JsonSchema, long EstimatedTokens)
{
    // About four characters of English make a token. An estimate only: it skips a target where the request is plainly too long
    // and leaves the borderline to the provider.
    private const int CharactersPerToken = 4;

    internal static RequestNeeds Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        long characters = options?.Instructions?.Length ?? 0;
        bool images = false;
        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                characters += content switch
                {
                    TextContent text => text.Text.Length,
                    TextReasoningContent reasoning => reasoning.Text.Length,
                    FunctionResultContent { Result: string result } => result.Length,
                    _ => 0,
                };
                images |= content is DataContent data && data.HasTopLevelMediaType("image")
                    || content is UriContent uri && uri.HasTopLevelMediaType("image");
            }
        }

        bool tools = options is { Tools: { Count: > 0 } list } && options.ToolMode is not NoneChatToolMode
            && list.Any(tool => tool is AIFunctionDeclaration);
        bool schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: not null };
        return new RequestNeeds(tools, images, schema, characters / CharactersPerToken);
    }

    internal static RequestNeeds Of(ImageGenerationRequest request) =>
        new(Tools: false, Images: request.OriginalImages?.Any() == true, JsonSchema: false, EstimatedTokens: 0);

    /// <summary>Why a model cannot take this request, in words; null where nothing is known against it.</summary>
    internal string? WhyNot(ModelCapabilities capabilities)
    {
        if (Tools && capabilities.Tools == false)
        {
            return "the request offers tools and the model takes none";
        }

        if (Images && capabilities.ImageInput == false)
        {
            return "the request holds an image and the model takes none";
        }

        if (JsonSchema && capabilities.JsonSchema == false)
        {
            return "the request asks for a JSON schema and the model keeps none";
        }

        return capabilities.ContextTokens < EstimatedTokens
            ? $"the request is about {EstimatedTokens} tokens and the context window {capabilities.ContextTokens}"
            : null;
    }
}
