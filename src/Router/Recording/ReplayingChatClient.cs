using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Router.Recording;

/// <summary>
/// Answers from what a <see cref="RecordingChatClient"/> wrote, without any provider: answers and failures of the same request in the
/// order they were recorded, streams update by update and without their pauses. A recorded stream answers a caller who wants the
/// whole, and the other way round. Thread-safe.
/// </summary>
public sealed class ReplayingChatClient : IChatClient
{
    private readonly ReplayLibrary _library;
    private readonly Redaction _redaction;
    private readonly string _name;
    private readonly ChatClientMetadata _metadata = new("recording");

    /// <summary>Reads all recordings of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">The options of the recording client; null for the defaults.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="InvalidDataException">A file in it is not as it was written: the message names it, and says what is wrong.</exception>
    public ReplayingChatClient(string folder, RecordingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _library = new ReplayLibrary(folder, images: false, options?.RepeatLast ?? false);
        _redaction = new Redaction(options?.Redact, options?.IsSecret);
        _name = options?.Name ?? "";
    }

    /// <inheritdoc />
    /// <exception cref="RecordingNotFoundException">No recording answers the request, or no further one.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Recorded recorded = Next(messages, options);
            IReadOnlyList<ChatResponseUpdate>? updates = recorded.Updates();
            EnsureEnded(recorded);
            return Task.FromResult(recorded.Failure is { } failure ? throw failure : recorded.Response() ?? updates!.ToChatResponse());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ChatResponse>(cancellationToken);
        }
        // It belongs into the task, as from any client.
        catch (Exception exception)
        {
            return Task.FromException<ChatResponse>(exception);
        }
    }

    /// <inheritdoc />
    /// <exception cref="RecordingNotFoundException">No recording answers the request, or no further one.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await Task.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        Recorded recorded = Next(messages, options);
        foreach (ChatResponseUpdate update in recorded.Updates() ?? recorded.Response()?.ToChatResponseUpdates() ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }

        EnsureEnded(recorded);
        if (recorded.Failure is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // All files are read and closed.
    }

    private static void EnsureEnded(Recorded recorded)
    {
        if (recorded.Abandoned)
        {
            throw new RecordingNotFoundException(
                $"'{recorded.File}' ends before its answer did: its reader had left. Record it once more, and read to the end.")
            {
                Digest = recorded.Digest,
                Nearest = Path.GetFileName(recorded.File),
            };
        }
    }

    private Recorded Next(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        _library.Next(RequestForm.Of(messages, options, _name, _redaction));
}
