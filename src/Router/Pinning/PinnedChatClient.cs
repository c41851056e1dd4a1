using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;

namespace Router.Pinning;

/// <summary>
/// Verifies every answer of a client against a pin. In mode warn what differs becomes an event <c>router.version_mismatch</c> on the
/// current span, a metric and, once per version, a log line; in mode strict a <see cref="VersionMismatchException"/>. The version is
/// noted in the answer, see <see cref="ServedVersion"/>. Disposing it disposes the client. Thread-safe.
/// </summary>
/// <remarks>
/// A stream is checked with each update. In mode strict nothing is handed on before an update has named the pinned version, so that
/// no output of another one is ever seen; an answer of a kind that cannot be proven passes as it comes.
/// </remarks>
public sealed class PinnedChatClient : DelegatingChatClient
{
    private readonly VersionWatch _watch;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client whose answers are verified.</param>
    /// <param name="pin">What they are verified against.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerClient"/> or <paramref name="pin"/> is null.</exception>
    public PinnedChatClient(IChatClient innerClient, VersionPin pin, ILoggerFactory? loggerFactory = null)
        : this(innerClient, pin, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(typeof(PinnedChatClient).FullName!))
    {
    }

    internal PinnedChatClient(IChatClient innerClient, VersionPin pin, ILogger logger)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(pin);
        _watch = new VersionWatch(pin, logger);
    }

    /// <inheritdoc />
    /// <exception cref="VersionMismatchException">The mode is strict, and another version answered or none is named.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);

        // Null breaks the contract; that is for the caller to say.
        if (_watch.IsOff || response is null)
        {
            return response!;
        }

        VersionCheck check = _watch.Verify(new AnswerOrigin(response.ModelId, response.AdditionalProperties));
        if (check.Verdict is VersionVerdict.Differs
            || (check.Verdict is VersionVerdict.Unnamed && response.Messages.Any(message => message.Contents.Count > 0)))
        {
            _watch.Refuse(check);
        }

        if (check.Served is { } served)
        {
            response.AdditionalProperties = ServedVersion.Note(response.AdditionalProperties, served);
        }

        return response;
    }

    /// <inheritdoc />
    /// <exception cref="VersionMismatchException">The mode is strict, and another version answered or none is named.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _watch.IsOff
            ? InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken)
            : VerifyAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> VerifyAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StreamVerification verification = new(_watch);
        await foreach (ChatResponseUpdate update in InnerClient
            .GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            if (!verification.Take(update))
            {
                continue;
            }

            foreach (ChatResponseUpdate held in verification.Release())
            {
                yield return held;
            }

            yield return update;
        }

        verification.End();
        foreach (ChatResponseUpdate held in verification.Release())
        {
            yield return held;
        }
    }
}
