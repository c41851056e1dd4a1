using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Replicate;

/// <summary>
/// Images from one model at Replicate. Output files live for an hour, so their bytes are fetched at once, unless the caller asks
/// for <see cref="ImageGenerationResponseFormat.Uri"/>. Fewer images than asked for is a failure. Thread-safe.
/// </summary>
internal sealed class ReplicateImageGenerator : IImageGenerator
{
    private readonly ReplicateService _service;
    private readonly ReplicateModel _model;
    private readonly ReplicateImageInput _input;
    private readonly ImageGeneratorMetadata _metadata;

    internal ReplicateImageGenerator(ReplicateService service, ReplicateModel model, string modelId)
    {
        _service = service;
        _model = model;
        _input = new ReplicateImageInput(service.Options.Fields);
        _metadata = new ImageGeneratorMetadata(ReplicateDefaults.Name, service.Options.Endpoint, modelId);
    }

    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (options?.ResponseFormat is ImageGenerationResponseFormat.Hosted)
        {
            throw new NotSupportedException("Replicate hosts no images beyond an hour: ask for Data or Uri.");
        }

        JsonObject input = await InputAsync(request, options, cancellationToken).ConfigureAwait(false);
        using ReplicateRun run = await ReplicateRun.StartAsync(_service, _model, input, _service.Options.Wait, cancellationToken).ConfigureAwait(false);
        ReplicatePrediction prediction = await run.ResultAsync(soon: false, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> files = ReplicateOutput.Pieces(prediction.Output!.Value);
        RequireAll(prediction, files, Math.Max(options?.Count ?? 1, 1));
        ReplicateImageReader reader = new(_service, prediction, options?.ResponseFormat is ImageGenerationResponseFormat.Uri);
        List<AIContent> images = [];
        foreach (string file in files)
        {
            images.Add(await reader.ReadAsync(file, cancellationToken).ConfigureAwait(false));
        }

        return new ImageGenerationResponse(images)
        {
            RawRepresentation = prediction.Raw,
            Usage = ReplicateUsage.Read(prediction),
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? _metadata
            : serviceType == typeof(FailureClassifier) ? ReplicateService.Classifier
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // Everything it holds is the provider's.
    }

    // Models leave flagged images out and only write so into their log.
    private static void RequireAll(ReplicatePrediction prediction, IReadOnlyList<string> files, int asked)
    {
        if (files.Count >= asked)
        {
            return;
        }

        bool flagged = prediction.Logs?.Contains("NSFW", StringComparison.OrdinalIgnoreCase) is true;
        throw new ProviderException($"Replicate: prediction {prediction.Id} made {files.Count} of {asked} images{(flagged ? ", having flagged the rest" : "")}.")
        {
            Class = flagged ? FailureClass.ContentPolicy : FailureClass.Malformed,
            RequestId = prediction.Id,
        };
    }

    private async Task<JsonObject> InputAsync(ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        AIContent? original = ReplicateImageInput.Original(request);
        JsonObject input = _input.Map(request, options, this);
        if (original is not null && _service.Options.Fields.Name(ReplicateFields.Image) is { } field && !input.ContainsKey(field))
        {
            cancellationToken.ThrowIfCancellationRequested();
            input[field] = await _service.ReferenceAsync(original, cancellationToken).ConfigureAwait(false);
        }

        return input;
    }
}
