using Microsoft.Extensions.AI;

namespace Router.Tests.Routing;

/// <summary>A client made of functions, for what no script can do.</summary>
internal sealed class LambdaChatClient : IChatClient
{
    internal Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> Respond { get; init; } =
        static (_, _, _) => throw new NotSupportedException();

    internal Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Stream { get; init; } =
        static (_, _, _) => throw new NotSupportedException();

    internal Func<Type, object?> Service { get; init; } = static _ => null;

    internal Action OnDispose { get; init; } = static () => { };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Respond(messages, options, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Stream(messages, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null ? Service(serviceType) : null;

    public void Dispose() => OnDispose();
}
