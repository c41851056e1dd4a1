using Microsoft.Extensions.AI;
using Router.Catalog;
using Router.Tokens;

namespace Router.Routing;

/// <summary>What a request asks of a model. Worked out once, and only if a target says anything of its capabilities.</summary>
internal sealed record RequestNeeds(bool Tools, bool Images, bool JsonSchema, long EstimatedTokens)
{
    // The estimate leans above, so only a request that is too long by more than its error is skipped; the provider decides the borderline.
    private const double PlainlyTooLong = 0.8;

    internal static RequestNeeds Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        bool images = false;
        foreach (ChatMessage message in messages)
        {
            // What is no message is for the provider's client to refuse.
            foreach (AIContent content in message?.Contents ?? [])
            {
                images |= content is DataContent data && data.HasTopLevelMediaType("image")
                    || content is UriContent uri && uri.HasTopLevelMediaType("image");
            }
        }

        bool tools = options is { Tools: { Count: > 0 } list } && options.ToolMode is not NoneChatToolMode
            && list.Any(tool => tool is AIFunctionDeclaration);
        bool schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: not null };
        return new RequestNeeds(tools, images, schema, MessageTokens.Of(messages, options));
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

        return capabilities.ContextTokens < EstimatedTokens * PlainlyTooLong
            ? $"the request is about {EstimatedTokens} tokens and the context window {capabilities.ContextTokens}"
            : null;
    }
}
