using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Admission;
using Router.CodeMode.Execution;
using Router.Configuration;
using Router.Context;
using Router.Routing;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>
/// Sends a program's requests through routes, with their fallback, limits, budgets and pins; what they cost is counted there. Thread-safe.
/// </summary>
internal sealed class RouteCaller(ModelRouter router, RouterSourceOptions options)
{
    internal RouteChooser Routes { get; } = new(router, options);

    /// <summary>Asks the route, for chat or for images, as it is for.</summary>
    internal async ValueTask<RouteAnswer> AskAsync(RouteInfo route, IEnumerable<KeyValuePair<string, JsonElement>> input, CodeCall call, CancellationToken cancellationToken)
    {
        RouteContext context = options.Context(call);
        try
        {
            if (route.Task == RouteTask.Image)
            {
                (ImageGenerationRequest request, ImageGenerationOptions image) = ImageInput.Read(input);
                ImageGenerationResponse painted = await router.GetImageGenerator(route.Name).GenerateAsync(request, image.WithRouteContext(context), cancellationToken).ConfigureAwait(false);
                return new RouteAnswer(null, painted, painted.GetRouteReport(), HasImage: false);
            }

            (List<ChatMessage> messages, ChatOptions chat, bool hasImage) = ChatInput.Read(input);
            ChatResponse said = await router.GetChatClient(route.Name).GetResponseAsync(messages, chat.WithRouteContext(context), cancellationToken).ConfigureAwait(false);
            return new RouteAnswer(said, null, said.GetRouteReport(), hasImage);
        }
        catch (RouteException exception)
        {
            // Names, classes and times: its messages hold nothing that a request or an answer held.
            throw new CodeCallException(exception.Message, exception) { Hint = Wait(exception.RetryAfter) };
        }
        catch (AdmissionException exception)
        {
            throw new CodeCallException(exception.Message, exception);
        }
        catch (InvalidOperationException exception) when (Routes.IsGone(route))
        {
            throw new CodeCallException($"The route '{route.Name}' was taken away while the call was made.", exception);
        }
    }

    private static string? Wait(TimeSpan? time) =>
        time is { } wait ? string.Create(CultureInfo.InvariantCulture, $"It may answer again in {Math.Ceiling(wait.TotalSeconds):0} s; a call before that fails as well.") : null;
}
