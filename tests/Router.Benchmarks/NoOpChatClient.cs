using Microsoft.Extensions.AI;

namespace Router.Benchmarks;

/// <summary>Answers at once with what it was made with, so that what stands around it can be measured.</summary>
internal sealed class NoOpChatClient : IChatClient
{
    internal const int Updates = 100;

    private static readonly ChatResponseUpdate Chunk = new(ChatRole.Assistant, "token") { MessageId = "m", ResponseId = "r" };

    private static readonly ChatResponseUpdate Last =
        new() { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.Stop, MessageId = "m", ResponseId = "r" };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "answer")) { ModelId = "m", FinishReason = ChatFinishReason.Stop });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        for (int index = 0; index < Updates - 1; index++)
        {
            yield return Chunk;
        }

        yield return Last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
