namespace Router.Routing;

/// <summary>A target that was not asked, and why.</summary>
/// <param name="Target">Its name within the route.</param>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Detail">The reason in words, without any text of the request.</param>
public sealed record SkippedTarget(string Target, SkipReason Reason, string Detail)
{
    /// <summary>When the target may be asked again, counted from the skip; null where time does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
