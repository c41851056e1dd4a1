using Microsoft.Extensions.AI;

namespace Router.Benchmarks;

/// <summary>
/// Answers with next to nothing, so that what stands around it can be measured: at once, or after yielding its thread before each
/// answer and update, as a client that waits for a network does.
/// </summary>
internal sealed class NoOpChatClient(bool yields = false) : IChatClient
{
    internal const int Updates = 100;

    private static readonly ChatResponseUpdate Chunk = new(ChatRole.Assistant, "token") { MessageId = "m", ResponseId = "r" };

    private static readonly ChatResponseUpdate Last =
        new() { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.Stop, MessageId = "m", ResponseId = "r" };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (yields)
        {
            await Task.Yield();
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "answer")) { ModelId = "m", FinishReason = ChatFinishReason.Stop };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int index = 0; index < Updates - 1; index++)
        {
            if (yields)
            {
                await Task.Yield();
            }

            yield return Chunk;
        }

        yield return Last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
