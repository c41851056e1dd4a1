using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>Answers each call when it is let go, and not before: no clock and no chance decides.</summary>
internal sealed class GatedChatClient : IChatClient
{
    private readonly Lock _gate = new();
    private readonly List<(string Prompt, TaskCompletionSource Gate)> _calls = [];

    /// <summary>The prompts so far, in the order of the calls.</summary>
    internal IReadOnlyList<string> Prompts
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls.Select(call => call.Prompt)];
            }
        }
    }

    /// <summary>Waits until so many calls have come, and lets the last of them answer.</summary>
    internal async Task LetGoAsync(int call)
    {
        for (int turn = 0; turn < 10_000_000 && Prompts.Count < call; turn++)
        {
            await Task.Yield();
        }

        TaskCompletionSource gate;
        lock (_gate)
        {
            _calls.Count.Should().BeGreaterThanOrEqualTo(call, "the call has come");
            gate = _calls[call - 1].Gate;
        }

        gate.SetResult();
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _calls.Add((messages.Single().Text, gate));
        }

        await gate.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        yield return ScriptedTurn.Update(new TextContent("a"));
        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
