using Microsoft.Extensions.AI;

namespace Router.Recording;

/// <summary>
/// Writes every exchange of the inner generator into a folder, as <see cref="RecordingChatClient"/> does of chat: a pipeline
/// of both may share one. Thread-safe.
/// </summary>
public sealed class RecordingImageGenerator : DelegatingImageGenerator
{
    private readonly RecordingFolder _folder;
    private readonly Redaction _redaction;
    private readonly string _name;

    /// <summary>Wraps a generator.</summary>
    /// <param name="innerGenerator">The generator that is recorded.</param>
    /// <param name="folder">Where recordings go; made where it is not there. New ones are numbered after those in it.</param>
    /// <param name="options">What is left out; null for the defaults.</param>
    public RecordingImageGenerator(IImageGenerator innerGenerator, string folder, RecordingOptions? options = null)
        : base(innerGenerator)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = new RecordingFolder(folder);
        _redaction = new Redaction(options?.Redact, options?.IsSecret);
        _name = options?.Name ?? "";
    }

    /// <inheritdoc />
    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AIContent[] originals = [.. request.OriginalImages ?? []];
        ImageGenerationRequest given = new(request.Prompt ?? "", originals);
        using ExchangeRecorder recorder = new(
            _folder, _redaction, RequestForm.Of(given, options, _name, _redaction), RecordingFormat.Image, originals);
        ImageGenerationResponse response;
        try
        {
            response = await InnerGenerator.GenerateAsync(request.OriginalImages is null ? request : given, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await recorder.FailAsync(exception).ConfigureAwait(false);
            throw;
        }

        await recorder.EndAsync(response).ConfigureAwait(false);
        return response;
    }
}
