using Microsoft.Extensions.AI;

namespace Router.TestKit;

/// <summary>
/// An image generator that plays the turns of a <see cref="ScriptedChatClient"/>: each text of an answer becomes an image of its
/// UTF-8 bytes. Keeps every request. Thread-safe.
/// </summary>
public sealed class ScriptedImageGenerator(TimeProvider timeProvider, params ScriptedTurn[] turns) : IImageGenerator
{
    private readonly ScriptedChatClient _player = new(timeProvider, turns);
    private readonly Lock _gate = new();
    private readonly List<(ImageGenerationRequest Request, ImageGenerationOptions? Options)> _requests = [];

    /// <summary>What <c>GetService</c> answers, by type.</summary>
    public IReadOnlyDictionary<Type, object> Services { get; init; } = new Dictionary<Type, object>();

    /// <summary>Whether the generator was disposed.</summary>
    public bool Disposed { get; private set; }

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<ScriptedCall> Calls => _player.Calls;

    /// <summary>The requests so far, in order, with the options object as given.</summary>
    public IReadOnlyList<(ImageGenerationRequest Request, ImageGenerationOptions? Options)> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <inheritdoc />
    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _requests.Add((request, options));
        }

        ChatResponse response = await _player.GetResponseAsync([], null, cancellationToken).ConfigureAwait(false);
        IEnumerable<AIContent> images = response.Messages
            .SelectMany(message => message.Contents)
            .OfType<TextContent>()
            .Where(text => text.Text.Length > 0)
            .Select(text => new DataContent(System.Text.Encoding.UTF8.GetBytes(text.Text), "image/png"));
        return new ImageGenerationResponse([.. images]) { Usage = response.Usage };
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType.IsInstanceOfType(this) ? this
            : Services.GetValueOrDefault(serviceType);
    }

    /// <inheritdoc />
    public void Dispose() => Disposed = true;
}
