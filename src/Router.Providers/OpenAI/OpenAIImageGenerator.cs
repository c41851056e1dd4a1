using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.OpenAI.Images;

namespace Router.Providers.OpenAI;

/// <summary>
/// Images by one model of an OpenAI-compatible server: <c>/images/generations</c>, or <c>/images/edits</c> where the request brings
/// images. Exactly one attempt per call; an attempt that dies unanswered is in doubt, since an image is paid for. Thread-safe.
/// </summary>
internal sealed class OpenAIImageGenerator : IImageGenerator
{
    private readonly ProviderSender _sender;
    private readonly Uri _generations;
    private readonly Uri _edits;
    private readonly string _model;
    private readonly ModelReference _reference;
    private readonly ImageGeneratorMetadata _metadata;

    internal OpenAIImageGenerator(ProviderSender sender, Uri endpoint, string model, ModelReference? reference = null)
    {
        _sender = sender;
        _generations = Endpoint.At(endpoint, "images/generations");
        _edits = Endpoint.At(endpoint, "images/edits");
        _model = model;
        _reference = reference ?? new ModelReference(model);
        _metadata = new ImageGeneratorMetadata(OpenAIProviderType.TypeName, endpoint, model);
    }

    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AIContent[] originals = [.. request.OriginalImages ?? []];
        string model = options?.ModelId ?? _model;
        ImageFields fields = new(model, request.Prompt, options);
        HttpRequestMessage message = originals.Length == 0
            ? new HttpRequestMessage(HttpMethod.Post, _generations) { Content = ImageRequestWriter.Json(fields) }
            : new HttpRequestMessage(HttpMethod.Post, _edits) { Content = ImageRequestWriter.Form(fields, originals) };
        using ProviderResponse response = await _sender.SendAsync(
            message, billed: true, cancellationToken, model == _model ? _reference : new ModelReference(model)).ConfigureAwait(false);
        using PooledBuffer body = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return ImageAnswerReader.Read(body.Memory, response, options?.MediaType);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? OpenAIFailureClassifier.Instance
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The HttpClient is the provider's, shared by all its clients.
    }
}
