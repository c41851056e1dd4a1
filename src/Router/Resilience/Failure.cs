namespace Router.Resilience;

/// <summary>A failure after classification: all that the routing core needs to know of it, and nothing of its text.</summary>
/// <param name="Class">The class that decides what happens next.</param>
public readonly record struct Failure(FailureClass Class)
{
    /// <summary>How long the provider asked to be left alone, never negative; null where it said nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the model or the whole account failed. Default: <see cref="FailureScope.Target"/>.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>The HTTP status, where there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's own error code, such as <c>insufficient_quota</c> or <c>3040</c>.</summary>
    public string? Code { get; init; }

    /// <summary>
    /// Whether work that is billed may have started at the provider although no answer came. Such an attempt is never
    /// repeated on the same target, and the report names it.
    /// </summary>
    public bool InDoubt { get; init; }
}
