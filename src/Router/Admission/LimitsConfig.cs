namespace Router.Admission;

/// <summary>
/// Limits of one scope. A null member is no limit. A rate of R a minute with a burst of B lets at most B at once through and, in any
/// span of time, at most B and R for each minute of it.
/// </summary>
public sealed record LimitsConfig
{
    /// <summary>Requests a minute, above 0.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>How many requests at once; 1 or more. Default: the rate itself, at least 1.</summary>
    public int? RequestBurst { get; init; }

    /// <summary>Requests a UTC day, 1 or more.</summary>
    public long? RequestsPerDay { get; init; }

    /// <summary>Tokens a minute, input and output together; 1 or more.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>How many tokens at once; 1 or more. A request whose estimate is larger waits for a full burst. Default: the rate itself.</summary>
    public long? TokenBurst { get; init; }

    /// <summary>Tokens a UTC day, 1 or more.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Workers AI neurons a minute, above 0.</summary>
    public double? NeuronsPerMinute { get; init; }

    /// <summary>How many neurons at once, above 0. Default: the rate itself.</summary>
    public double? NeuronBurst { get; init; }

    /// <summary>Workers AI neurons a UTC day, above 0. The free allowance is 10,000.</summary>
    public double? NeuronsPerDay { get; init; }

    /// <summary>Requests at work at the same time, 1 or more.</summary>
    public int? Concurrency { get; init; }

    /// <summary>What holds while the store is away. Default: the local share.</summary>
    public StoreFailure OnStoreFailure { get; init; } = StoreFailure.LocalShare;

    /// <summary>No limits.</summary>
    public static LimitsConfig None { get; } = new();
}
