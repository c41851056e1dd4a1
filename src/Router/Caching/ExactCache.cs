using Microsoft.Extensions.AI;

namespace Router.Caching;

internal sealed class ExactCache
{
    internal string? KeyOf(string provider, string model, string? version, string? tenant, IReadOnlyList<ChatMessage> messages, ChatOptions? options) => null;

    internal ValueTask<ChatResponse?> FindAsync(string key, CancellationToken token) => default;

    internal ValueTask<IReadOnlyList<ChatResponseUpdate>?> FindStreamAsync(string key, CancellationToken token) => default;

    internal ValueTask StoreAsync(string key, ChatResponse response, CancellationToken token) => default;

    internal ValueTask StoreAsync(string key, IReadOnlyList<ChatResponseUpdate> updates, CancellationToken token) => default;
}
