using Microsoft.Extensions.AI;

namespace Router.Recording;

/// <summary>Gives the images that a <see cref="RecordingImageGenerator"/> recorded, byte for byte, without any provider. Thread-safe.</summary>
public sealed class ReplayingImageGenerator : IImageGenerator
{
    private readonly ReplayLibrary _library;
    private readonly Redaction _redaction;
    private readonly string _name;
    private readonly ImageGeneratorMetadata _metadata = new("recording");

    /// <summary>Reads all recordings of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">The options of the recording generator; null for the defaults.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="InvalidDataException">A file in it is not as it was written: the message names it, and says what is wrong.</exception>
    public ReplayingImageGenerator(string folder, RecordingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _library = new ReplayLibrary(folder, images: true, options?.RepeatLast ?? false);
        _redaction = new Redaction(options?.Redact, options?.IsSecret);
        _name = options?.Name ?? "";
    }

    /// <inheritdoc />
    /// <exception cref="RecordingNotFoundException">No recording answers the request, or no further one.</exception>
    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        await Task.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        Recorded recorded = _library.Next(RequestForm.Of(request, options, _name, _redaction));
        return recorded.Failure is { } failure ? throw failure : recorded.Images()!;
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // All files are read and closed.
    }
}
