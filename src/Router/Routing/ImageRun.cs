using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Routing;

/// <summary>A request for images.</summary>
internal sealed class ImageRun(
    Route route,
    RouteEngine engine,
    RouteContext context,
    ImageGenerationRequest request,
    ImageGenerationOptions? options,
    CancellationToken callerToken)
    : RouteRun<ImageGenerationResponse>(route, engine, context, streaming: false, callerToken)
{
    public override int ImagesAsked => Math.Max(options?.Count ?? 1, 1);

    protected override string? WhyUnable(RouteTarget target) =>
        target.HasLimits ? RequestNeeds.Of(request).WhyNot(target.Capabilities) : null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<ImageGenerationResponse> InvokeAsync(RouteTarget target, AttemptScope scope)
    {
        Arm(scope, Route.AttemptTimeout, TimeoutPhase.Attempt);
        ImageGenerationResponse response = await target.ImageGenerator!
            .GenerateAsync(request, TargetParameters.ForImages(options, target.Parameters), scope.Token)
            .ConfigureAwait(false);
        AnswerCheck.NotNull(response);

        // Before the check: an answer that is refused has its bill all the same.
        scope.Usage = response.Usage;
        scope.Images = response.Contents.Count;
        AnswerCheck.Images(response);
        scope.Neurons = Neurons(response);
        Succeed(scope);
        return response;
    }

    protected override ValueTask<ImageGenerationResponse> ConcludeAsync(ImageGenerationResponse result, RouteTarget target)
    {
        RouteReport report = Complete(target, null);

        // ImageGenerationResponse has no properties of its own, so the report rides on each image.
        foreach (AIContent image in result.Contents)
        {
            image.AdditionalProperties = image.AdditionalProperties is { } given ? new AdditionalPropertiesDictionary(given) : [];
            image.AdditionalProperties[RouteReport.PropertyName] = report;
        }

        return ValueTask.FromResult(result);
    }

    // One bill for all images, told with each of them.
    private static double? Neurons(ImageGenerationResponse response) => Bills.NeuronsOf(response.Contents[0].AdditionalProperties);
}
