using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Router.Caching;

/// <summary>Puts an <see cref="ExactCacheChatClient"/> around a client.</summary>
public static class ExactCacheChatClientExtensions
{
    /// <summary>Answers requests that were answered before from a cache.</summary>
    /// <param name="client">The client that answers the others.</param>
    /// <param name="options">What is kept, where and for how long; null for the defaults.</param>
    public static IChatClient WithExactCache(this IChatClient client, ExactCacheOptions? options = null) =>
        new ExactCacheChatClient(client, options);

    /// <summary>
    /// The cache as a function that any pipeline builder takes, such as the <c>Use</c> of Microsoft.Extensions.AI's own
    /// <c>ChatClientBuilder</c>. It may be called many times; each pipeline has a memory of its own.
    /// </summary>
    /// <param name="options">What is kept, where and for how long; null for the defaults. Without a logger factory the pipeline's is taken.</param>
    public static Func<IChatClient, IServiceProvider, IChatClient> ExactCache(ExactCacheOptions? options = null) =>
        (inner, services) => new ExactCacheChatClient(inner, WithLogger(options ?? new ExactCacheOptions(), services));

    private static ExactCacheOptions WithLogger(ExactCacheOptions options, IServiceProvider? services) =>
        options.LoggerFactory is not null || services?.GetService(typeof(ILoggerFactory)) is not ILoggerFactory loggers
            ? options
            : new ExactCacheOptions
            {
                Duration = options.Duration,
                Tools = options.Tools,
                IncompleteAnswers = options.IncompleteAnswers,
                MaxEntries = options.MaxEntries,
                MaxBytes = options.MaxBytes,
                MaxEntryBytes = options.MaxEntryBytes,
                DistributedCache = options.DistributedCache,
                Identity = options.Identity,
                Tenant = options.Tenant,
                TimeProvider = options.TimeProvider,
                LoggerFactory = loggers,
            };
}
