using Microsoft.Extensions.AI;

namespace Router.Adapters;

/// <summary>A generator of the application's own, asked for one model. Disposing it leaves that generator alone.</summary>
internal sealed class ModelBoundImageGenerator(IImageGenerator inner, string? model) : DelegatingImageGenerator(inner)
{
    public override Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (model is null)
        {
            return base.GenerateAsync(request, options, cancellationToken);
        }

        ImageGenerationOptions bound = options?.Clone() ?? new ImageGenerationOptions();
        bound.ModelId = model;
        return base.GenerateAsync(request, bound, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        // The application made the generator, and disposes it.
        base.Dispose(disposing: false);
    }
}
