namespace Router.Adapters;

/// <summary>What a provider told of its own limits with an answer, such as in <c>x-ratelimit-*</c> headers. What it did not tell is null.</summary>
public sealed record RateLimitObservation
{
    /// <summary>How many requests its window or bucket holds.</summary>
    public long? RequestLimit { get; init; }

    /// <summary>How many requests are left.</summary>
    public long? RequestsRemaining { get; init; }

    /// <summary>How long until all requests are there again.</summary>
    public TimeSpan? RequestsReset { get; init; }

    /// <summary>How many tokens its window or bucket holds.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>How many tokens are left.</summary>
    public long? TokensRemaining { get; init; }

    /// <summary>How long until all tokens are there again.</summary>
    public TimeSpan? TokensReset { get; init; }
}
