using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Router.Context;

namespace Router.Caching;

/// <summary>What an <see cref="ExactCacheChatClient"/> keeps, where, and for how long. Read once, when a client is made.</summary>
public sealed class ExactCacheOptions
{
    /// <summary>How long an answer is kept, above zero and at most 31 days. Default: an hour.</summary>
    public TimeSpan Duration { get; set; } = ExactCacheDefaults.Duration;

    /// <summary>
    /// Whether requests that offer functions, or hold calls or results of functions, are cached, and answers that call them.
    /// Default: false, since what a function does once is not what it does every time. Tools that a provider runs itself, such as
    /// web search, are never cached.
    /// </summary>
    public bool Tools { get; set; }

    /// <summary>Whether answers are kept that ended at their length limit or in a content filter. Default: false.</summary>
    public bool IncompleteAnswers { get; set; }

    /// <summary>How many answers are kept in memory, 1 or more; the one not asked for longest goes first. Default: 1,000.</summary>
    public int MaxEntries { get; set; } = ExactCacheDefaults.MaxEntries;

    /// <summary>How many bytes the answers in memory take together, 1 or more. Default: 64 MiB.</summary>
    public long MaxBytes { get; set; } = ExactCacheDefaults.MaxBytes;

    /// <summary>How many bytes a single answer may take, 1 or more; a longer one is not kept. Default: 4 MiB.</summary>
    public int MaxEntryBytes { get; set; } = ExactCacheDefaults.MaxEntryBytes;

    /// <summary>
    /// Keeps the answers in place of memory, as UTF-8 JSON; null for memory. Where it fails or takes longer than 250 ms, requests go
    /// on without it, and it is asked again after 5 s. Whoever can write to it can answer in the model's place. Not disposed.
    /// </summary>
    public IDistributedCache? DistributedCache { get; set; }

    /// <summary>
    /// What stands for provider and model in the key where the inner client has no <see cref="ChatClientMetadata"/>, or beside it:
    /// requests to clients of different identities share no answers. Default: null.
    /// </summary>
    public string? Identity { get; set; }

    /// <summary>For whom a request is made: tenants share no answers. Default: null, for <see cref="RouteContext.Tenant"/>.</summary>
    public Func<ChatOptions?, string?>? Tenant { get; set; }

    /// <summary>The clock of expiry in memory, of ages and of the store's time limit. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Is told when the store fails and when it is back: event ids 1400 to 1449, never content. Default: none.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    internal void Validate()
    {
        if (Duration <= TimeSpan.Zero || Duration > ExactCacheDefaults.MaxDuration)
        {
            throw new ArgumentException($"Duration is {Duration}: write more than zero and at most 31 days.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEntries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEntryBytes, 1);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
