using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Canonical;

namespace Router.Caching;

/// <summary>
/// Finds and keeps answers by their request. A hit needs no provider. Requests under way are not put together: two at the same
/// moment both ask. Thread-safe; nothing but a caller's cancellation is thrown.
/// </summary>
internal sealed class ExactCache
{
    private readonly ICacheStore _store;
    private readonly TimeSpan _duration;
    private readonly bool _tools;
    private readonly bool _incompleteAnswers;
    private readonly int _maxEntryBytes;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    internal ExactCache(ExactCacheOptions options)
        : this(options, null)
    {
    }

    /// <param name="options">What is kept, and for how long.</param>
    /// <param name="store">Where, in place of what the options say; null for that.</param>
    internal ExactCache(ExactCacheOptions options, ICacheStore? store)
    {
        options.Validate();
        _duration = options.Duration;
        _tools = options.Tools;
        _incompleteAnswers = options.IncompleteAnswers;
        _maxEntryBytes = options.MaxEntryBytes;
        _timeProvider = options.TimeProvider;
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Router.Caching");
        _store = store ?? StoreOf(options, _logger);
    }

    /// <summary>The store that options ask for.</summary>
    internal static ICacheStore StoreOf(ExactCacheOptions options, ILogger logger) => options.DistributedCache is { } distributed
        ? new DistributedCacheStore(distributed, options.TimeProvider, logger)
        : new MemoryCacheStore(options.MaxEntries, options.MaxBytes, options.TimeProvider);

    /// <summary>The key of a request; null where it must neither be answered from the cache nor kept, which counts as a bypass.</summary>
    internal string? KeyOf(
        string? provider, string? model, string? version, string? tenant, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        string? key = CacheKey.Of(new CacheIdentity(provider, model, version), tenant, messages, options, _tools);
        return key ?? Bypass();
    }

    /// <summary>Counts a request that goes past the cache, which has no key.</summary>
    internal static string? Bypass()
    {
        CacheMetrics.Count(CacheMetrics.Bypass);
        return null;
    }

    /// <summary>The answer kept under a key; null where there is none. Counts as a hit or a miss.</summary>
    internal async ValueTask<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        CachedAnswer? answer = null;
        if (await _store.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } kept)
        {
            try
            {
                answer = AnswerForm.Read(kept, _timeProvider.GetUtcNow());

                // Whoever kept it may keep longer, and more, than is to be given here.
                answer = answer.Age <= _duration && IsToGive(answer) ? answer : null;
            }
            catch (Exception exception) when (CanonicalJson.IsRefusal(exception) || exception is FormatException)
            {
                CacheLog.EntryUnreadable(_logger, exception.GetType().Name);
            }
        }

        CacheMetrics.Count(answer is null ? CacheMetrics.Miss : CacheMetrics.Hit);
        return answer;
    }

    /// <summary>Begins to keep the answer to a request: add its updates as they come, and keep it when the stream has ended.</summary>
    internal CacheEntry Begin(string key) => new(key, NewJudge(), _maxEntryBytes);

    /// <summary>
    /// Keeps a whole answer, where it is one to keep. It takes no token: the answer is there and paid for, and the wait is short.
    /// </summary>
    internal ValueTask StoreAsync(string key, ChatResponse response)
    {
        CacheEntry entry = Begin(key);
        entry.Add(response);
        return StoreAsync(entry);
    }

    /// <summary>Keeps an answer that came as a stream and has ended.</summary>
    internal ValueTask StoreAsync(string key, IEnumerable<ChatResponseUpdate> updates)
    {
        CacheEntry entry = Begin(key);
        foreach (ChatResponseUpdate update in updates)
        {
            entry.Add(update);
        }

        return StoreAsync(entry);
    }

    /// <summary>Keeps what was begun, where it is one to keep.</summary>
    internal async ValueTask StoreAsync(CacheEntry entry)
    {
        if (entry.Refusal is { } reason)
        {
            CacheLog.NotKept(_logger, reason);
        }
        else if (entry.Finish(_timeProvider.GetUtcNow()) is { } answer)
        {
            await _store.StoreAsync(entry.Key, answer, _duration).ConfigureAwait(false);
        }
        else
        {
            CacheLog.NotKept(_logger, "it is too long, or cannot be given back as it was");
        }
    }

    private bool IsToGive(CachedAnswer answer)
    {
        AnswerJudge judge = NewJudge();
        if (answer.Response is { } response)
        {
            judge.Hear(response);
        }

        foreach (ChatResponseUpdate update in answer.Updates ?? [])
        {
            judge.Hear(update);
        }

        return judge.Refusal is null;
    }

    private AnswerJudge NewJudge() => new(_tools, _incompleteAnswers);
}
