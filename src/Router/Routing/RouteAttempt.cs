using Router.Resilience;

namespace Router.Routing;

/// <summary>One attempt of a request: which target was asked, how it ended and what it took. Holds no text of the request.</summary>
public sealed record RouteAttempt
{
    /// <summary>The target's name within the route.</summary>
    public required string Target { get; init; }

    /// <summary>The provider's name in the configuration.</summary>
    public required string Provider { get; init; }

    /// <summary>The model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The pinned version; null where none is.</summary>
    public string? Version { get; init; }

    /// <summary>How it failed; null where it answered.</summary>
    public FailureClass? Class { get; init; }

    /// <summary>The HTTP status of a failure, where there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's error code, where there was one.</summary>
    public string? Code { get; init; }

    /// <summary>How long the provider asked to be left alone; null where it said nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether billed work may have started although no answer came.</summary>
    public bool InDoubt { get; init; }

    /// <summary>How long Router waited for the provider. Time that the caller spent between updates does not count.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>From the start to the first real output of a stream; null elsewhere.</summary>
    public TimeSpan? TimeToFirstOutput { get; init; }

    /// <summary>The input tokens the provider counted; null where it said nothing.</summary>
    public long? InputTokens { get; init; }

    /// <summary>The output tokens the provider counted; null where it said nothing.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>
    /// What it cost in US dollars by the price table; 0 where it failed or was cancelled before it gave output, null where the price
    /// or the usage is not known or <see cref="InDoubt"/> is set.
    /// </summary>
    public decimal? Cost { get; init; }

    /// <summary>Whether it started beside another one that was slow to begin.</summary>
    public bool Hedge { get; init; }
}
