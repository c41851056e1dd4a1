using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Routing;

/// <summary>
/// A route as an <see cref="IImageGenerator"/>, with the same rules as <see cref="RouteChatClient"/>. The
/// <see cref="RouteReport"/> rides in the <c>AdditionalProperties</c> of each image. Thread-safe. Disposing it disposes nothing.
/// </summary>
public sealed class RouteImageGenerator : IImageGenerator
{
    private readonly RouteHandle _handle;

    internal RouteImageGenerator(RouteHandle handle) => _handle = handle;

    /// <inheritdoc />
    /// <exception cref="RouteException">No target could answer.</exception>
    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RouteContext context = RouteContextExtensions.Of(options?.AdditionalProperties);
        Route route = _handle.Enter(ref context);
        try
        {
            ImageRun run = new(route, _handle.Engine, context, Once(request), options, cancellationToken);
            return await run.ExecuteAsync().ConfigureAwait(false);
        }
        finally
        {
            _handle.Exit(route);
        }
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) => RouteServices.Find(
        this,
        _handle,
        static route => new ImageGeneratorMetadata("router", null, route),
        target => target.ImageGenerator?.GetService(serviceType, serviceKey),
        serviceType,
        serviceKey);

    /// <summary>Does nothing: the generators belong to others.</summary>
    public void Dispose()
    {
    }

    // Several attempts read the images, and a sequence may be readable only once.
    private static ImageGenerationRequest Once(ImageGenerationRequest request) =>
        request.OriginalImages is null or IReadOnlyCollection<AIContent>
            ? request
            : new ImageGenerationRequest { Prompt = request.Prompt, OriginalImages = [.. request.OriginalImages] };
}
