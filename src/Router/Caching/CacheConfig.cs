namespace Router.Caching;

/// <summary>Whether a route answers a request that it has answered before from memory.</summary>
public sealed record CacheConfig
{
    /// <summary>How long an answer is kept, above zero and at most 31 days. Default: an hour.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether requests that offer tools, or hold calls or results of tools, are cached. Default: false.</summary>
    public bool Tools { get; init; }
}
