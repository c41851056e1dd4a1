using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Context;
using Router.Routing.Mirroring;

namespace Router.Routing;

/// <summary>
/// A route as an <see cref="IChatClient"/>: asks its targets by the route's rules until one answers. The caller's
/// <see cref="ChatOptions.ModelId"/> is left out, since the target names the model. Thread-safe.
/// </summary>
/// <remarks>
/// Throws <see cref="RouteException"/> where no target could answer and <see cref="OperationCanceledException"/> where the caller
/// cancelled. Answers <c>GetService</c> for <see cref="RouteInfo"/>, <see cref="ChatClientMetadata"/> and
/// <see cref="System.Diagnostics.ActivitySource"/>, and for the rest asks the targets' clients in order. Disposing a client of
/// a <see cref="ModelRouter"/> disposes nothing: the router owns its providers.
/// </remarks>
public sealed class RouteChatClient : IChatClient
{
    private readonly RouteHandle _handle;

    internal RouteChatClient(RouteHandle handle) => _handle = handle;

    /// <summary>Makes a route over clients of the application's own, asked in the order given.</summary>
    /// <param name="clients">The clients; at least one. Disposed with this client, unless the options leave them open.</param>
    /// <param name="options">Timers, tries and health; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="clients"/> is empty.</exception>
    public RouteChatClient(IEnumerable<IChatClient> clients, FallbackOptions? options = null)
        : this(Over(clients, options ?? new FallbackOptions()))
    {
    }

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        RouteContext context = RouteContextExtensions.Of(options);
        Route route = _handle.Enter(ref context);
        try
        {
            IReadOnlyList<ChatMessage> all = Once(messages);
            using MirrorRun? mirrored = route.Mirror?.Start(all, options, streaming: false, cancellationToken);
            ChatRun run = new(route, _handle.Engine, context, all, options, cancellationToken);
            ChatResponse response = await run.ExecuteAsync().ConfigureAwait(false);
            mirrored?.Answered(response, run.Activity);
            return response;
        }
        finally
        {
            _handle.Exit(route);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) => RouteServices.Find(
        this,
        _handle,
        static route => new ChatClientMetadata("router", null, route),
        target => target.ChatClient?.GetService(serviceType, serviceKey),
        serviceType,
        serviceKey);

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RouteContext context = RouteContextExtensions.Of(options);
        Route route = _handle.Enter(ref context);
        try
        {
            IReadOnlyList<ChatMessage> all = Once(messages);
            using MirrorRun? mirrored = route.Mirror?.Start(all, options, streaming: true, cancellationToken);
            ChatStreamRun run = new(route, _handle.Engine, context, all, options, cancellationToken);
            await foreach (ChatResponseUpdate update in run.StreamAsync().ConfigureAwait(false))
            {
                mirrored?.Observe(update);
                yield return update;
            }

            mirrored?.Answered(run.Activity);
        }
        finally
        {
            _handle.Exit(route);
        }
    }

    private static RouteHandle Over(IEnumerable<IChatClient> clients, FallbackOptions options)
    {
        ArgumentNullException.ThrowIfNull(clients);
        IChatClient[] all = [.. clients];
        return RouteFactory.OverClients(all, options.LeaveOpen ? [] : all, options);
    }

    // Several attempts read the messages, and a sequence may be readable only once.
    private static IReadOnlyList<ChatMessage> Once(IEnumerable<ChatMessage> messages) =>
        messages as IReadOnlyList<ChatMessage> ?? [.. messages];
}
