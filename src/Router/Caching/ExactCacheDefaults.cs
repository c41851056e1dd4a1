namespace Router.Caching;

/// <summary>The cache's defaults, and what is fixed.</summary>
internal static class ExactCacheDefaults
{
    /// <summary>An hour.</summary>
    internal static TimeSpan Duration { get; } = TimeSpan.FromHours(1);

    /// <summary>The longest time an answer may be kept. 31 days.</summary>
    internal static TimeSpan MaxDuration { get; } = TimeSpan.FromDays(31);

    /// <summary>A distributed cache that takes longer than this is done without. 250 ms.</summary>
    internal static TimeSpan StoreTimeout { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For how long a distributed cache that failed is not asked. 5 s.</summary>
    internal static TimeSpan StorePause { get; } = TimeSpan.FromSeconds(5);

    /// <summary>1,000 answers.</summary>
    internal const int MaxEntries = 1000;

    /// <summary>64 MiB in all.</summary>
    internal const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>4 MiB for one answer.</summary>
    internal const int MaxEntryBytes = 4 * 1024 * 1024;

    /// <summary>What an entry in memory costs besides its bytes: nodes, arrays, the key.</summary>
    internal const int EntryOverhead = 384;

    /// <summary>Before each key in a cache that others use too.</summary>
    internal const string KeyPrefix = "router:answer:";
}
