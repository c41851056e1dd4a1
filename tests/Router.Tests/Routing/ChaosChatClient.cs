using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>A client whose every call goes as a seeded random number says. Counts what is open.</summary>
internal sealed class ChaosChatClient(int seed, TimeProvider clock) : IChatClient
{
    private int _calls;
    private int _open;

    internal int Calls => Volatile.Read(ref _calls);

    internal int Open => Volatile.Read(ref _open);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Random random = new((seed * 1_000_003) + Interlocked.Increment(ref _calls));
        return random.NextDouble() < 0.02
            ? throw new InvalidOperationException("at once")
            : PlayAsync(random, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(Random random, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _open);
        try
        {
            double fate = random.NextDouble();
            if (random.NextDouble() < 0.5)
            {
                await Task.Yield();
            }

            if (random.NextDouble() < 0.3)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 3000)), clock, cancellationToken).ConfigureAwait(false);
            }

            if (fate < 0.25)
            {
                throw Failures.Error(
                    (FailureClass)random.Next((int)FailureClass.Cancelled),
                    random.NextDouble() < 0.2 ? random.Next(-2, 4) : null,
                    inDoubt: random.NextDouble() < 0.1,
                    status: random.NextDouble() < 0.2 ? 401 : null);
            }

            if (fate < 0.3)
            {
                throw new OperationCanceledException("theirs");
            }

            yield return new ChatResponseUpdate { Role = ChatRole.Assistant };
            if (fate < 0.35)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(false);
            }

            if (fate < 0.4)
            {
                yield break;
            }

            for (int index = random.Next(1, 6); index > 0; index--)
            {
                yield return ScriptedTurn.Update(new TextContent("x"));
                if (random.NextDouble() < 0.2)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 3000)), clock, cancellationToken).ConfigureAwait(false);
                }
            }

            if (fate < 0.5)
            {
                throw new IOException("cut");
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
