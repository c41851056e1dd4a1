using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Router.TestKit;

/// <summary>
/// A chat client that plays turns in order, one per call, and repeats the last one. Keeps every call. Thread-safe.
/// </summary>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly TimeProvider _timeProvider;
    private readonly ScriptedTurn[] _turns;
    private readonly Lock _gate = new();
    private readonly List<ScriptedCall> _calls = [];

    /// <summary>Makes a client whose waits use the system's clock.</summary>
    public ScriptedChatClient(params ScriptedTurn[] turns)
        : this(TimeProvider.System, turns)
    {
    }

    /// <summary>Makes a client whose waits use a clock.</summary>
    public ScriptedChatClient(TimeProvider timeProvider, params ScriptedTurn[] turns)
    {
        _timeProvider = timeProvider;
        _turns = turns is { Length: > 0 } ? turns : [ScriptedTurn.Text("ok")];
    }

    /// <summary>What <c>GetService</c> answers for <see cref="ChatClientMetadata"/>.</summary>
    public ChatClientMetadata? Metadata { get; init; }

    /// <summary>What <c>GetService</c> answers besides, by type.</summary>
    public IReadOnlyDictionary<Type, object> Services { get; init; } = new Dictionary<Type, object>();

    /// <summary>Whether the client was disposed.</summary>
    public bool Disposed { get; private set; }

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<ScriptedCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        (ScriptedTurn turn, ScriptedCall call) = Next(messages, options, streaming: false);
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in PlayAsync(turn, call, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        (ScriptedTurn turn, ScriptedCall call) = Next(messages, options, streaming: true);
        return PlayAsync(turn, call, cancellationToken);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : Services.GetValueOrDefault(serviceType);
    }

    /// <inheritdoc />
    public void Dispose() => Disposed = true;

    private (ScriptedTurn Turn, ScriptedCall Call) Next(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming)
    {
        ScriptedCall call = new(messages, options, streaming);
        ScriptedTurn turn;
        lock (_gate)
        {
            turn = _turns[Math.Min(_calls.Count, _turns.Length - 1)];
            _calls.Add(call);
        }

        turn.OnCall?.Invoke();
        return (turn, call);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(
        ScriptedTurn turn, ScriptedCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() => call.Cancelled = true);
        try
        {
            for (int index = 0; index <= turn.Updates.Count; index++)
            {
                TimeSpan wait = index == 0 ? turn.Delay : index < turn.Updates.Count ? turn.Gap : TimeSpan.Zero;
                if (wait > TimeSpan.Zero)
                {
                    await InlineDelay.WaitAsync(wait, _timeProvider, cancellationToken).ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (index < turn.Updates.Count)
                {
                    yield return turn.Updates[index].Clone();
                }
            }

            if (turn.Hangs)
            {
                await InlineDelay.WaitAsync(Timeout.InfiniteTimeSpan, _timeProvider, cancellationToken).ConfigureAwait(false);
            }

            if (turn.Failure is not null)
            {
                throw turn.Failure;
            }
        }
        finally
        {
            // Said again here, since what ends the call may run before the registration has its turn.
            call.Cancelled |= cancellationToken.IsCancellationRequested;
            call.Ended = true;
        }
    }
}
