using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Router.Telemetry;

/// <summary>
/// Tells OpenTelemetry of every call to one provider's image model, as <see cref="GenAITelemetryChatClient"/> does of chat. It
/// records no content. Thread-safe.
/// </summary>
public sealed class GenAITelemetryImageGenerator : DelegatingImageGenerator
{
    private readonly GenAIInstrument _instrument;

    /// <summary>Wraps a provider's generator.</summary>
    /// <param name="innerGenerator">The provider's generator.</param>
    /// <param name="options">What the spans hold; null for the defaults.</param>
    public GenAITelemetryImageGenerator(IImageGenerator innerGenerator, GenAITelemetryOptions? options = null)
        : base(innerGenerator)
    {
        ImageGeneratorMetadata? metadata = innerGenerator.GetService(typeof(ImageGeneratorMetadata)) as ImageGeneratorMetadata;
        _instrument = new GenAIInstrument(
            SemanticConventions.ImageOperation, metadata?.ProviderName, metadata?.ProviderUri, metadata?.DefaultModelId,
            (options ?? new GenAITelemetryOptions()).TimeProvider);
    }

    /// <inheritdoc />
    public override Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        GenAIInstrument.Enabled
            ? ObserveAsync(request, options, cancellationToken)
            : InnerGenerator.GenerateAsync(request, options, cancellationToken);

    /// <inheritdoc />
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ActivitySource) ? RouterDiagnostics.Source : base.GetService(serviceType, serviceKey);

    private async Task<ImageGenerationResponse> ObserveAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken)
    {
        GenAICall call = _instrument.Start(options?.ModelId);
        call.Activity?.SetTag(SemanticConventions.OutputType, "image");
        call.Activity?.SetTag(SemanticConventions.RequestChoiceCount, options?.Count);
        try
        {
            ImageGenerationResponse response = await InnerGenerator.GenerateAsync(request, options, cancellationToken).ConfigureAwait(false);
            call.End(null, response.Usage, null);
            return response;
        }
        catch (Exception exception)
        {
            call.End(null, null, exception);
            throw;
        }
    }
}
