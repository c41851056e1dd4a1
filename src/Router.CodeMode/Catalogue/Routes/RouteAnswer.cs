using Microsoft.Extensions.AI;
using Router.Routing;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>What a route answered: chat, or images.</summary>
/// <param name="Chat">The chat answer; null where it is images.</param>
/// <param name="Images">The images; null where it is chat.</param>
/// <param name="Report">Who answered; null where the route does not say.</param>
/// <param name="HasImage">Whether an image was asked about.</param>
internal sealed record RouteAnswer(ChatResponse? Chat, ImageGenerationResponse? Images, RouteReport? Report, bool HasImage)
{
    internal string Model => Report?.Model ?? Chat?.ModelId ?? "";

    internal IReadOnlyList<AIContent> Pictures => Images is null ? [] : [.. Images.Contents.Where(content => content is DataContent or UriContent)];
}
