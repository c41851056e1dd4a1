using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Caching;

/// <summary>
/// Answers a request that was answered before from a cache, by everything in it that can change the answer: provider, model,
/// tenant, messages with their binary data, options and the schemas of functions. Whether the answer is streamed is no part of
/// that: a kept stream is given whole and a whole answer as a stream. Kept are whole, good answers alone: ended by themselves,
/// without errors, without function calls unless <see cref="ExactCacheOptions.Tools"/> says so. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Never cached: requests that the caller forbids (<see cref="CacheProperties.Off"/>, <see cref="RouteContext.NoCache"/>), that hang on what a provider holds (a
/// <see cref="ChatOptions.ConversationId"/>, a continuation, files and tools hosted there), and that hold what cannot be told from
/// others: a <see cref="ChatOptions.RawRepresentationFactory"/>, a <c>RawRepresentation</c> in what the application itself says,
/// contents and properties of types that Microsoft.Extensions.AI's contracts do not know. Of an assistant's message given
/// back, the contents count and the raw object does not.
/// </para>
/// <para>
/// An answer from the cache is made of new objects and equals what was kept, but that it has no <c>RawRepresentation</c>, no
/// usage (see <see cref="CacheProperties.Usage"/>), none of Router's reports, and says where it comes from: <see cref="CacheProperties.State"/>.
/// Identical requests at the same moment all go to the provider. A stream that its reader leaves early is not kept.
/// </para>
/// </remarks>
public sealed class ExactCacheChatClient : DelegatingChatClient
{
    private readonly ExactCache _cache;
    private readonly string? _provider;
    private readonly string? _model;
    private readonly string? _identity;
    private readonly Func<ChatOptions?, string?>? _tenant;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Answers what the cache does not hold. Its <see cref="ChatClientMetadata"/> says whose answers they are.</param>
    /// <param name="options">What is kept, where and for how long; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or a distributed cache is given while nothing tells this client from others that use it.
    /// </exception>
    public ExactCacheChatClient(IChatClient innerClient, ExactCacheOptions? options = null)
        : base(innerClient)
    {
        options ??= new ExactCacheOptions();
        ChatClientMetadata? metadata = innerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        _provider = metadata is null ? null : $"{metadata.ProviderName} {metadata.ProviderUri}";
        _model = metadata?.DefaultModelId;
        _identity = options.Identity;
        _tenant = options.Tenant;
        if (options.DistributedCache is not null && _identity is null && (metadata?.ProviderName is null || _model is null))
        {
            throw new ArgumentException(
                "The inner client does not tell its provider and model, and others that use the same distributed cache would be given its answers: "
                + "set Identity to a name that stands for both.",
                nameof(options));
        }

        _cache = new ExactCache(options);
    }

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> given = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        string? key = KeyOf(given, options);
        if (key is not null && await _cache.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            return answer.ToResponse();
        }

        ChatResponse response = await InnerClient.GetResponseAsync(given, CacheProperties.Without(options), cancellationToken).ConfigureAwait(false);
        if (key is not null)
        {
            await _cache.StoreAsync(key, response).ConfigureAwait(false);
        }

        return response;
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> given = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        string? key = KeyOf(given, options);
        if (key is not null && await _cache.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            foreach (ChatResponseUpdate update in answer.ToUpdates())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return update;
            }

            yield break;
        }

        CacheEntry? entry = key is null ? null : _cache.Begin(key);
        await foreach (ChatResponseUpdate update in InnerClient.GetStreamingResponseAsync(given, CacheProperties.Without(options), cancellationToken)
            .ConfigureAwait(false))
        {
            // Written down before it is handed on: its reader may change it.
            entry?.Add(update);
            yield return update;
        }

        if (entry is not null)
        {
            await _cache.StoreAsync(entry).ConfigureAwait(false);
        }
    }

    private string? KeyOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
        _cache.KeyOf(_provider, options?.ModelId ?? _model, _identity, TenantOf(options), messages, options);

    private string? TenantOf(ChatOptions? options) => _tenant is null ? RouteContextExtensions.Of(options).Tenant : _tenant(options);
}
