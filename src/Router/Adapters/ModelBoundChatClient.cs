using Microsoft.Extensions.AI;

namespace Router.Adapters;

/// <summary>A client of the application's own, asked for one model. Disposing it leaves that client alone.</summary>
internal sealed class ModelBoundChatClient(IChatClient inner, string? model) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Bind(options), cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, Bind(options), cancellationToken);

    protected override void Dispose(bool disposing)
    {
        // The application made the client, and disposes it.
        base.Dispose(disposing: false);
    }

    private ChatOptions? Bind(ChatOptions? options)
    {
        if (model is null)
        {
            return options;
        }

        ChatOptions bound = options?.Clone() ?? new ChatOptions();
        bound.ModelId = model;
        return bound;
    }
}
