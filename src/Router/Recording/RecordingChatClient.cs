using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Router.Recording;

/// <summary>
/// Writes every exchange of the inner client into a folder: one JSON file each, binary data beside them, so that a
/// <see cref="ReplayingChatClient"/> answers later in the provider's place. A file holds no time but the provider's own: the same
/// exchanges recorded again give the same files. Thread-safe; clients and processes may share a folder.
/// </summary>
/// <remarks>
/// Recorded are whole answers, streams update by update, and failures: class, status, code and message of Router's exceptions, the
/// type of others. A request that its caller cancels is not recorded. <c>RawRepresentation</c>s and Router's own reports are not
/// recorded. What cannot be recorded throws <see cref="NotSupportedException"/>, if the request holds it before the provider is asked.
/// Prompts and answers are written in the clear: see <see cref="RecordingOptions.Redact"/>.
/// </remarks>
public sealed class RecordingChatClient : DelegatingChatClient
{
    private readonly RecordingFolder _folder;
    private readonly Redaction _redaction;
    private readonly string _name;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client that is recorded.</param>
    /// <param name="folder">Where recordings go; made where it is not there. New ones are numbered after those in it.</param>
    /// <param name="options">What is left out; null for the defaults.</param>
    public RecordingChatClient(IChatClient innerClient, string folder, RecordingOptions? options = null)
        : base(innerClient)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = new RecordingFolder(folder);
        _redaction = new Redaction(options?.Redact, options?.IsSecret);
        _name = options?.Name ?? "";
    }

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> given = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using ExchangeRecorder recorder = Begin(given, options, RecordingFormat.Chat);
        ChatResponse response;
        try
        {
            response = await InnerClient.GetResponseAsync(given, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await recorder.FailAsync(exception).ConfigureAwait(false);
            throw;
        }

        await recorder.EndAsync(response).ConfigureAwait(false);
        return response;
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> given = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using ExchangeRecorder recorder = Begin(given, options, RecordingFormat.Stream);
        IAsyncEnumerator<ChatResponseUpdate>? inner = null;
        Exception? failure = null;
        bool ended = false;
        try
        {
            while (true)
            {
                try
                {
                    inner ??= InnerClient.GetStreamingResponseAsync(given, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await inner.MoveNextAsync().ConfigureAwait(false))
                    {
                        ended = true;
                        break;
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                    throw;
                }

                try
                {
                    recorder.Add(inner.Current);
                }
                catch
                {
                    // Not the provider's failure, nor one to replay.
                    ended = true;
                    recorder.Dispose();
                    throw;
                }

                yield return inner.Current;
            }
        }
        finally
        {
            try
            {
                if (!recorder.IsDisposed && !(cancellationToken.IsCancellationRequested && !ended))
                {
                    await recorder.EndStreamAsync(failure, abandoned: !ended && failure is null).ConfigureAwait(false);
                }
            }
            finally
            {
                if (inner is not null)
                {
                    await inner.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    private ExchangeRecorder Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string kind) => new(
        _folder, _redaction, RequestForm.Of(messages, options, _name, _redaction), kind, messages.SelectMany(message => message.Contents));
}
