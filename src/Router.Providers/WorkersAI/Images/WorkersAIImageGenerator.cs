using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Images;

/// <summary>
/// Makes images with one model. Each image comes as <see cref="DataContent"/> whose media type is told by its bytes; the requested
/// <see cref="ImageGenerationOptions.MediaType"/> and <see cref="ImageGenerationOptions.ResponseFormat"/> cannot be chosen here,
/// and a raw representation is not read. Thread-safe.
/// </summary>
/// <remarks>
/// <para>Where a model has fixed sizes, the closest is used, as <see cref="ImageGenerationOptions.ImageSize"/> says of all
/// generators: flux-1-schnell always makes 1024 by 1024, and sizes beyond a model's limits are brought within them.</para>
/// <para>A model makes one image per call, so <see cref="ImageGenerationOptions.Count"/> is as many calls, one after the other. If
/// one fails, all of it fails: fewer images than were asked for are never handed out, and those already made are lost and
/// billed.</para>
/// <para>An image is paid for, so a call that dies unanswered after it was sent is in doubt.</para>
/// </remarks>
internal sealed class WorkersAIImageGenerator(WorkersAIConnection connection, string model) : IImageGenerator
{
    private readonly ImageGeneratorMetadata _metadata = new(WorkersAIProviderType.ProviderName, connection.Address, model);

    /// <exception cref="ArgumentException">The request holds what the model cannot take; see the message.</exception>
    /// <exception cref="ProviderException">The provider failed, or sent no whole image.</exception>
    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int count = options?.Count ?? 1;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, "options.Count");
        string name = options?.ModelId ?? model;
        ImageForm form = ModelTable.Of(name).Image;
        List<AIContent> images = new(Math.Min(count, 16));
        while (images.Count < count)
        {
            images.Add(await GenerateOneAsync(name, form, request, options, cancellationToken).ConfigureAwait(false));
        }

        return new ImageGenerationResponse(images);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? connection.Classifier
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The HTTP client is the application's.
    }

    private async Task<DataContent> GenerateOneAsync(
        string name, ImageForm form, ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        HttpRequestMessage message = new(HttpMethod.Post, connection.Run(name)) { Content = ImageRequestContent.Build(form, request, options) };
        using ProviderResponse response = await connection.Sender.SendAsync(message, billed: true, cancellationToken).ConfigureAwait(false);
        return await ImageAnswer.ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }
}
