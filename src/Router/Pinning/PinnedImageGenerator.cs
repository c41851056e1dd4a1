using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;

namespace Router.Pinning;

/// <summary>
/// Verifies every image of a generator against a pin, as <see cref="PinnedChatClient"/> does the answers of chat. Disposing it disposes
/// the generator. Thread-safe.
/// </summary>
public sealed class PinnedImageGenerator : DelegatingImageGenerator
{
    private readonly VersionWatch _watch;

    /// <summary>Wraps a generator.</summary>
    /// <param name="innerGenerator">The generator whose images are verified.</param>
    /// <param name="pin">What they are verified against.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerGenerator"/> or <paramref name="pin"/> is null.</exception>
    public PinnedImageGenerator(IImageGenerator innerGenerator, VersionPin pin, ILoggerFactory? loggerFactory = null)
        : this(innerGenerator, pin, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(typeof(PinnedImageGenerator).FullName!))
    {
    }

    internal PinnedImageGenerator(IImageGenerator innerGenerator, VersionPin pin, ILogger logger)
        : base(innerGenerator)
    {
        ArgumentNullException.ThrowIfNull(pin);
        _watch = new VersionWatch(pin, logger);
    }

    /// <inheritdoc />
    /// <exception cref="VersionMismatchException">The mode is strict, and another version answered or none is named.</exception>
    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ImageGenerationResponse response = await InnerGenerator.GenerateAsync(request, options, cancellationToken).ConfigureAwait(false);

        // Null breaks the contract; that is for the caller to say, of the response and of each image.
        if (_watch.IsOff || response is null)
        {
            return response!;
        }

        bool refused = false;
        foreach (AIContent image in response.Contents.Where(content => content is not null))
        {
            VersionCheck check = _watch.Verify(new AnswerOrigin(null, image.AdditionalProperties) { IsImage = true });
            if (check.Verdict is VersionVerdict.Differs or VersionVerdict.Unnamed && !refused)
            {
                refused = true;
                _watch.Refuse(check);
            }

            if (check.Served is { } served)
            {
                image.AdditionalProperties = ServedVersion.Note(image.AdditionalProperties, served);
            }
        }

        return response;
    }
}
